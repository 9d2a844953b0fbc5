package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import hearth.serve.SiteServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logits in the browser, against those in double precision, and llama.cpp's distance from them. */
class ReferenceLogitsTest extends BrowserTest {
  private static final String REFERENCE = "core/src/test/resources/hearth/reference/tiny-qwen35-";
  private static final String LOGITS = """
      const model = await (await Hearth.create()).load(argument.url, { keep: false });
      const rows = [];
      for (const tokens of argument.inputs) rows.push(Array.from(await model.logits(tokens)));
      await model.unload();
      return rows;
      """;

  @ParameterizedTest
  @ValueSource(strings = {"f16", "q8_0", "q4_0", "q4_k"})
  void roundsNoMoreThanLlamaCpp(String type) throws IOException, GeneralSecurityException {
    Path file = Checkout.model("tiny", type, "--seed", "11");
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    assertEquals(Checkout.json(REFERENCE + type + ".json").get("sha256").getAsString(), hash);
    JsonObject inputs = Checkout.json(REFERENCE + "inputs.json");
    JsonObject exact = Checkout.json(REFERENCE + type + "-exact.json").getAsJsonObject("cases");
    List<String> names = List.of("one", "seventy", "threehundred");
    Page page = chromium.open(site());
    List<?> rows = (List<?>) run(page, LOGITS, Map.of("url", hub.put("reference/tiny", type + ".gguf", file).toString(),
        "inputs", names.stream().map(name -> inputs.getAsJsonArray(name).asList().stream().map(id -> id.getAsInt()).toList()).toList()));
    double meanSum = 0;
    double allowedMean = 0;
    for (int i = 0; i < names.size(); i++) {
      JsonObject answer = exact.getAsJsonObject(names.get(i));
      JsonArray expected = answer.getAsJsonArray("logits");
      List<?> row = (List<?>) rows.get(i);
      assertEquals(expected.size(), row.size());
      double max = 0;
      double sum = 0;
      for (int id = 0; id < row.size(); id++) {
        double difference = Math.abs(((Number) row.get(id)).doubleValue() - expected.get(id).getAsDouble());
        assertTrue(difference < Double.MAX_VALUE, "logit " + id + " is no number");
        max = Math.max(max, difference);
        sum += difference;
      }
      JsonObject llamaCpp = answer.getAsJsonObject("llamaCpp");
      double mean = sum / row.size();
      System.out.println("Chromium " + type + " " + names.get(i) + ": max " + (float) max + ", mean " + (float) mean + "; llama.cpp " + llamaCpp);
      assertTrue(max <= 2 * llamaCpp.get("max").getAsDouble(), type + " " + names.get(i) + ": max " + max + ", llama.cpp " + llamaCpp);
      meanSum += mean;
      allowedMean += 1.25 * llamaCpp.get("mean").getAsDouble();
    }
    assertTrue(meanSum <= allowedMean, type + ": mean " + meanSum / 3 + ", allowed " + allowedMean / 3);
    page.close();
  }

  @Test
  void oddShapesAndPagesWithoutIsolationGiveTheSame() throws IOException {
    try (SiteServer plain = new SiteServer(Checkout.site(), SiteServer.Headers.PLAIN, 0); Chromium other = new Chromium(ServiceWorkerPolicy.BLOCK)) {
      for (String shape : List.of("tiny-odd", "tiny-v2k")) {
        for (String type : List.of("f16", "q4_0", "q4_k_m")) {
          String url = hub.put("odd/" + shape, type + ".gguf", Checkout.model(shape, type)).toString();
          Map<String, Object> argument = Map.of("url", url, "inputs", List.of(List.of(5), List.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 99)));
          Page isolated = chromium.open(site());
          Page single = other.open(plain.address().toString());
          assertEquals(true, isolated.evaluate("crossOriginIsolated"));
          assertEquals(false, single.evaluate("crossOriginIsolated"));
          List<?> rows = (List<?>) run(isolated, LOGITS, argument);
          assertEquals(rows, run(single, LOGITS, argument));
          for (Object logit : (List<?>) rows.get(1)) {
            assertTrue(Math.abs(((Number) logit).doubleValue()) < 100, shape + " " + type + ": " + logit);
          }
          isolated.close();
          single.close();
        }
      }
    }
  }
}
