package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Chats with hearth-tiny at temperature 0, against llama.cpp's replies. */
class TinyCasesTest extends BrowserTest {
  private static final double SHARE = 0.9;

  @Test
  void repliesAsLlamaCpp() {
    JsonArray cases = Checkout.json("test-pages/src/test/resources/hearth/hearth-tiny-cases.json").getAsJsonArray("cases");
    Page page = chromium.open(site());
    List<?> replies = (List<?>) run(page, """
        const model = await (await Hearth.create()).load('hearth-tiny');
        const replies = [];
        for (const { messages, enableThinking } of JSON.parse(argument)) {
          const request = { messages, enable_thinking: enableThinking, temperature: 0 };
          const prompt = await model.renderChat(request);
          const answer = await model.chat.completions.create(request);
          const { content, reasoning_content } = answer.choices[0].message;
          replies.push({ prompt, ids: await model.tokenize(prompt, { special: true }), content, thought: reasoning_content ?? '' });
        }
        return replies;
        """, cases.toString());
    int identical = 0;
    List<String> different = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      JsonObject expected = cases.get(i).getAsJsonObject();
      Map<?, ?> reply = (Map<?, ?>) replies.get(i);
      assertEquals(expected.get("prompt").getAsString(), reply.get("prompt"));
      List<Integer> ids = new ArrayList<>();
      for (JsonElement id : expected.getAsJsonArray("promptIds")) {
        ids.add(id.getAsInt());
      }
      assertEquals(ids, reply.get("ids"));
      String text = expected.get("text").getAsString();
      String answer = text.substring(text.lastIndexOf("</think>") + (text.contains("</think>") ? "</think>".length() : 1)).strip();
      if (answer.equals(((String) reply.get("content")).strip())) {
        identical++;
      } else {
        different.add(expected.get("name").getAsString() + ": " + reply.get("content") + " / llama.cpp: " + text);
      }
    }
    System.out.println("hearth-tiny: " + identical + " of " + cases.size() + " replies are llama.cpp's " + different);
    assertTrue(identical >= SHARE * cases.size(), different.toString());
    page.close();
  }
}
