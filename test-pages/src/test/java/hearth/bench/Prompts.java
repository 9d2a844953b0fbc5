package hearth.bench;

import java.util.Random;

/**
 * What the engines are asked to go on from. Digits, since the tokenizers of these models keep every digit apart: the number of
 * tokens is known, and no other prompt begins the same way, so that nothing computed before can be used again.
 */
final class Prompts {
  /** Tokens of the prompt after which the pace of writing is measured. */
  static final int BEFORE_WRITING = 16;

  private Prompts() {}

  /** Read once before anything is timed. */
  static String warmUp() {
    return digits(BEFORE_WRITING, -1);
  }

  /** As many tokens; the same for the same seed. */
  static String digits(int count, int seed) {
    Random random = new Random(31L * seed + count);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }
}
