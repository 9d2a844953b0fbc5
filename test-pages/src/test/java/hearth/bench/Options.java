package hearth.bench;

import java.util.List;

/**
 * What is measured.
 *
 * @param peers the other engines too
 * @param limits all that Hearth is held to besides its pace: other files, long contexts, idling
 * @param repetitions runs of each engine with each number of threads
 * @param threads each number up to this one
 */
record Options(boolean peers, boolean limits, int repetitions, int threads) {
  static final String USAGE = "bench [quick | peers | own] [repetitions [threads]]";

  /** @throws IllegalArgumentException for a word that is none of {@link #USAGE} */
  static Options of(String... arguments) {
    List<String> words = List.of(arguments);
    String part = words.isEmpty() || isNumber(words.get(0)) ? "" : words.get(0);
    List<String> numbers = part.isEmpty() ? words : words.subList(1, words.size());
    if (!List.of("", "quick", "peers", "own").contains(part) || numbers.size() > 2 || !numbers.stream().allMatch(Options::isNumber)) {
      throw new IllegalArgumentException(USAGE);
    }
    return new Options(part.isEmpty() || part.equals("peers"), part.isEmpty() || part.equals("own"),
        numbers.isEmpty() ? 3 : Integer.parseInt(numbers.get(0)), numbers.size() < 2 ? 2 : Integer.parseInt(numbers.get(1)));
  }

  private static boolean isNumber(String word) {
    return word.matches("[1-9][0-9]?");
  }
}
