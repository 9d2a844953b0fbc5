package hearth.pages;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * Lets pages get long answers from hearth-tiny, which by itself stops after a sentence: whatever a page asks, only the last message is put
 * to the model, and the end of a turn cannot be chosen.
 */
public final class LongAnswers {
  /** Tokens of an answer, where the page does not set {@code globalThis.longest}. */
  public static final int TOKENS = 600;

  private static final String PATCH = """

      const create = Hearth.create;
      Hearth.create = async options => {
        const runtime = await create.call(Hearth, options);
        const load = runtime.load;
        runtime.load = async (...model) => {
          const loaded = await load.apply(runtime, model);
          const [end] = await loaded.tokenize('<|im_end|>', { special: true });
          const completions = loaded.chat.completions;
          const ask = completions.create;
          completions.create = (request, given) => ask.call(completions, { ...request, messages: request.messages.slice(-1),
            temperature: 0, logit_bias: { [end]: -100 }, max_tokens: globalThis.longest ?? %d }, given);
          return loaded;
        };
        return runtime;
      };
      """;

  private LongAnswers() {}

  /** What the page opens next gets long answers; later visits get what the service worker has kept. */
  public static void in(Page page) {
    String script;
    try {
      script = Files.readString(Checkout.site().resolve("hearth.js")) + PATCH.formatted(TOKENS);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    page.route("**/hearth.js", route -> route.fulfill(new Route.FulfillOptions().setContentType("text/javascript").setBody(script)));
  }
}
