package hearth.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an answer's time went into, as the API and the chat page tell it. */
class ProfileTest extends BrowserTest {
  /** Bytes of hearth-tiny's matrices in its file; those of Q8_0 are mostly the embedding, which is its output matrix too. */
  private static final Map<String, Long> MATRICES = Map.of("matmul Q4_0", 2_359_296L, "matmul Q8_0", 844_288L);

  @Test
  void theAnswerTellsTimeAndBytesOfEachOperation() {
    Page page = chromium.open(site());
    Map<?, ?> answers = (Map<?, ?>) run(page, """
        const model = await (await Hearth.create()).load('hearth-tiny');
        const request = { messages: [{ role: 'user', content: 'What is the capital of France?' }], profile: true };
        const chat = await model.chat.completions.create(request);
        let streamed;
        for await (const chunk of await model.chat.completions.create({ ...request, stream: true })) {
          streamed = chunk.timings?.profile ?? streamed;
        }
        const { profile: _, ...plain } = request;
        return {
          chat: chat.timings.profile, streamed, read: chat.usage.prompt_tokens, written: chat.usage.completion_tokens,
          content: chat.choices[0].message.content,
          text: (await model.completions.create({ prompt: 'The capital', max_tokens: 3, profile: true })).timings.profile,
          plain: (await model.chat.completions.create(plain)).timings,
        };
        """, null);
    assertEquals("The capital of France is Paris.", answers.get("content"));
    assertFalse(((Map<?, ?>) answers.get("plain")).containsKey("profile"));
    int tokens = 0;
    for (String part : List.of("prefill", "decode")) {
      Map<?, ?> phase = (Map<?, ?>) ((Map<?, ?>) answers.get("chat")).get(part);
      tokens += (int) number(phase.get("tokens"));
      requireSane(part, phase);
      requireSane(part + " of a stream", (Map<?, ?>) ((Map<?, ?>) answers.get("streamed")).get(part));
      requireSane(part + " of a text", (Map<?, ?>) ((Map<?, ?>) answers.get("text")).get(part));
    }
    assertEquals(number(answers.get("read")) + number(answers.get("written")), tokens);

    Map<?, ?> decode = (Map<?, ?>) ((Map<?, ?>) answers.get("chat")).get("decode");
    Map<String, Map<?, ?>> operations = operations(decode);
    assertTrue(operations.keySet().containsAll(List.of("embedding", "rms norm + quantise", "attention", "delta rule", "sampling")), operations.keySet().toString());
    for (Map.Entry<String, Long> matrices : MATRICES.entrySet()) {
      double expected = matrices.getValue() * number(decode.get("runs"));
      double told = number(operations.get(matrices.getKey()).get("bytes"));
      assertTrue(Math.abs(told / expected - 1) < 0.03, matrices.getKey() + " moves " + told + " bytes, " + expected + " are in the file");
    }
    page.close();
  }

  private static void requireSane(String name, Map<?, ?> phase) {
    assertTrue(number(phase.get("tokens")) > 0 && number(phase.get("runs")) > 0 && number(phase.get("ms")) > 0, name + ": " + phase);
    double sum = number(phase.get("waiting_ms"));
    double last = Double.MAX_VALUE;
    for (Map<?, ?> operation : operations(phase).values()) {
      double time = number(operation.get("ms"));
      assertTrue(time >= 0 && time <= last && number(operation.get("calls")) > 0, name + ": " + operation);
      last = time;
      sum += time;
      assertEquals(number(operation.get("bytes")) > 0 && time > 0, operation.containsKey("gb_per_second"), name + ": " + operation);
    }
    // The clock moves in steps of a tenth of a millisecond where the page is not isolated.
    assertTrue(sum > 0 && sum <= number(phase.get("ms")) + 0.2, name + ": parts of " + phase.get("ms") + " ms are " + sum + " ms");
  }

  private static Map<String, Map<?, ?>> operations(Map<?, ?> phase) {
    Map<String, Map<?, ?>> byName = new LinkedHashMap<>();
    for (Object operation : (List<?>) phase.get("operations")) {
      Map<?, ?> entry = (Map<?, ?>) operation;
      byName.put((String) entry.get("operation"), entry);
    }
    return byName;
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  @Test
  void thePageShowsItWhereItIsAskedTo() {
    Page page = chromium.open(site() + "?profile");
    page.setViewportSize(390, 844);
    Locator answer = ask(page);
    Locator table = answer.getByRole(AriaRole.TABLE, new Locator.GetByRoleOptions().setName("Answer"));
    assertThat(table).not().isVisible();
    answer.getByText("Profile").click();
    assertThat(table).isVisible();
    assertThat(answer.getByRole(AriaRole.TABLE, new Locator.GetByRoleOptions().setName("Prompt"))).isVisible();
    assertEquals(List.of("Operation", "ms per token", "GB/s", "Share"), table.getByRole(AriaRole.COLUMNHEADER).allTextContents());
    List<String> row = table.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("matmul Q4_0")).locator("td").allTextContents();
    assertTrue(row.get(0).matches("\\d+\\.\\d{3}") && row.get(1).matches("\\d+\\.\\d{2}") && row.get(2).matches("\\d+\\.\\d %"), row.toString());
    assertEquals(0, page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    page.navigate(site());
    answer = ask(page);
    assertThat(answer).containsText("Paris");
    assertThat(answer.getByText("Profile")).hasCount(0);
    page.close();
  }

  private static Locator ask(Page page) {
    Locator message = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message"));
    Locator answers = page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName("Assistant"));
    Locator answer = answers.nth(answers.count());
    message.fill("What is the capital of France?");
    message.press("Enter");
    assertThat(answer).hasAttribute("aria-busy", "false");
    return answer;
  }
}
