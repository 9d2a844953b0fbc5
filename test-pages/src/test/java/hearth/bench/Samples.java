package hearth.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The same thing measured several times. */
final class Samples {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  List<Double> values() {
    return List.copyOf(values);
  }

  double median() {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The median, with the least and the most where they differ from it. */
  String text() {
    double least = Collections.min(values);
    double most = Collections.max(values);
    return least == most ? number(least) : number(median()) + " (" + number(least) + "–" + number(most) + ")";
  }

  /** Three digits, no more: what such measurements are worth. */
  static String number(double value) {
    return String.format(Locale.ROOT, value >= 99.5 ? "%,.0f" : value >= 9.95 ? "%.1f" : "%.2f", value);
  }
}
