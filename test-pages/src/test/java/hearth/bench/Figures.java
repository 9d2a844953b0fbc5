package hearth.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All samples of a benchmark, by what was measured. */
final class Figures {
  private final Map<String, Samples> samples = new LinkedHashMap<>();

  void add(String name, double value) {
    samples.computeIfAbsent(name, key -> new Samples()).add(value);
  }

  boolean has(String name) {
    return samples.containsKey(name);
  }

  /** The samples, in the table's form; a dash where there are none. */
  String text(String name) {
    return has(name) ? samples.get(name).text() : "–";
  }

  /** The median; not a number where nothing was measured. */
  double median(String name) {
    return has(name) ? samples.get(name).median() : Double.NaN;
  }

  /** One median by another; not a number where one is missing. */
  double ratio(String name, String by) {
    return median(name) / median(by);
  }

  Map<String, List<Double>> values() {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    samples.forEach((name, each) -> values.put(name, each.values()));
    return values;
  }
}
