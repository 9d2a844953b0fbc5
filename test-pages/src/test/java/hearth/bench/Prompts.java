package hearth.bench;

import java.util.Random;

/**
 * What the engines are asked to go on from. Digits, since the tokenizers of these models keep every digit apart: the number of
 * tokens is known, and no other prompt begins the same way, so that nothing computed before can be used again.
 *
 * @param warmUp read once before anything is timed
 * @param longer its reading is timed
 * @param shorter what is written after it is timed
 */
record Prompts(String warmUp, String longer, String shorter) {
  /** Tokens of {@link #longer}: few, because the peer reads four in a second. */
  static final int LONGER = 64;
  /** Tokens of {@link #shorter}. */
  static final int SHORTER = 16;
  /** Tokens to write after {@link #shorter}. */
  static final int WRITTEN = 33;

  /** The prompts of one repetition, the same for every engine. */
  static Prompts of(int repetition) {
    Random random = new Random(repetition);
    return new Prompts(digits(random, SHORTER), digits(random, LONGER), digits(random, SHORTER));
  }

  private static String digits(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }

  /** As the engines' pages take them. */
  String query() {
    return "&warm-up=" + warmUp + "&long=" + longer + "&short=" + shorter + "&written=" + WRITTEN;
  }
}
