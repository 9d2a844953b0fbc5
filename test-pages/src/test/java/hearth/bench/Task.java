package hearth.bench;

import com.google.gson.Gson;
import java.util.List;

/**
 * What an engine is to do with a model, as {@code pace.mjs} takes it.
 *
 * @param context tokens that must fit
 * @param warmUp prompt to go on from before anything is timed; null: the model is only loaded
 * @param reading prompts whose reading is timed, up to the first new token
 * @param writing prompts; the writing after each is timed
 * @param tokens to write after each prompt of {@code writing} and after {@code profiled}
 * @param profiled prompt to go on from under Hearth's own profiler at the end; null: no profile
 * @param kept whether Hearth stores the model where it is not stored yet
 */
record Task(int context, String warmUp, List<String> reading, List<String> writing, int tokens, String profiled, boolean kept) {
  static final int CONTEXT = 2048;
  /** Tokens to write: the first comes out of reading, the pace is that of the others. */
  static final int TOKENS = 33;

  /** Loads and ends. */
  static Task load() {
    return new Task(CONTEXT, null, List.of(), List.of(), 0, null, true);
  }

  /** Reads prompts, then writes after others. */
  static Task pace(List<String> reading, List<String> writing) {
    return new Task(CONTEXT, Prompts.warmUp(), reading, writing, TOKENS, null, true);
  }

  /** The same with a profile at the end. */
  Task profiled(String prompt) {
    return new Task(context, warmUp, reading, writing, tokens, prompt, kept);
  }

  /** The same with room for more tokens. */
  Task context(int tokens) {
    return new Task(tokens, warmUp, reading, writing, this.tokens, profiled, kept);
  }

  /** The same without storing the model. */
  Task unkept() {
    return new Task(context, warmUp, reading, writing, tokens, profiled, false);
  }

  String json() {
    return new Gson().toJson(this);
  }
}
