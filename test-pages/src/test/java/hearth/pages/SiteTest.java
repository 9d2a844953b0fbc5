package hearth.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import hearth.serve.SiteServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;

/** The built site as a folder of files. */
class SiteTest extends BrowserTest {
  private static final int MOST_GZIP_BYTES = 600_000;
  /** Namespaces and standards that name no place to fetch from, and the places that people are sent to. */
  private static final Pattern FOR_PEOPLE = Pattern.compile("https?://(www\\.w3\\.org|www\\.apache\\.org|github\\.com|huggingface\\.co|developer\\.mozilla\\.org"
      + "|127\\.0\\.0\\.1|localhost|host|example\\.com|…|json-schema\\.org|jinja\\.palletsprojects\\.com)([/:*\"'` )>;,.]|$)");

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.site())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void isSmall() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      // One of the two engines is fetched, by whether the page is isolated.
      if (file.toString().endsWith(".gguf") || file.endsWith("engine-single.wasm") || file.toString().endsWith(".d.ts")) {
        continue;
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        Files.copy(file, out);
      }
      bytes += packed.size();
    }
    System.out.println("the site without models: " + bytes + " bytes gzip");
    assertTrue(bytes < MOST_GZIP_BYTES, "the site takes " + bytes + " bytes");
  }

  @Test
  void namesNoThirdParty() throws IOException {
    for (Path file : files()) {
      if (file.toString().matches(".*\\.(js|css|html|json|ts|svg|webmanifest)")) {
        Matcher address = Pattern.compile("https?://[^\\s\"'`)<>]*.?").matcher(Files.readString(file));
        while (address.find()) {
          assertTrue(FOR_PEOPLE.matcher(address.group()).find(), file + " names " + address.group());
        }
      }
    }
  }

  @Test
  void worksFromASubPath() throws IOException {
    Path empty = Files.createDirectories(Checkout.file("test-pages/target/empty"));
    try (SiteServer host = new SiteServer(empty, SiteServer.Headers.PLAIN, 0).mount("/some/where/", Checkout.site(), SiteServer.Headers.PLAIN)) {
      Page page = chromium.open(host.address() + "some/where/");
      assertEquals("The capital of France is Paris.", run(page, """
          const model = await (await Hearth.create()).load('hearth-tiny');
          const request = { messages: [{ role: 'user', content: 'What is the capital of France?' }] };
          return (await model.chat.completions.create(request)).choices[0].message.content;
          """, null));
      page.close();
    }
  }

  @Test
  void declaresItsTypes() throws IOException, InterruptedException {
    Path folder = Checkout.file("test-pages");
    run(folder, "node", Checkout.nodePackage("typescript").resolve("bin/tsc").toAbsolutePath().toString(), "--noEmit", "--strict",
        "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom,dom.asynciterable,esnext.disposable",
        "src/test/types/usage.ts");
  }

  @Test
  void canBeImportedOnAServer() throws IOException, InterruptedException {
    String output = run(Checkout.file("test-pages"), "node", "--input-type=module", "-e",
        "const { Hearth } = await import(process.argv[1]); console.log(typeof Hearth.create, Hearth.version);",
        Checkout.site().resolve("hearth.js").toUri().toString());
    assertTrue(output.startsWith("function "), output);
  }

  /** Runs a program, which must succeed, and returns what it prints. */
  private static String run(Path folder, String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /** HtmlUnit runs no modules and no WebAssembly, as an old browser does. */
  @Test
  void tellsOldBrowsersWhatIsMissing() throws IOException {
    try (WebClient client = new WebClient(BrowserVersion.FIREFOX_ESR)) {
      client.getOptions().setThrowExceptionOnScriptError(false);
      client.getOptions().setCssEnabled(false);
      HtmlPage page = client.getPage(site());
      client.waitForBackgroundJavaScript(2000);
      assertTrue(page.getBody().getTextContent().contains("browser"), page.asNormalizedText());
      assertTrue(page.querySelectorAll("[role=alert]").stream().anyMatch(node -> node.getTextContent().contains("WebAssembly")
          || node.getTextContent().contains("browser")), page.asXml());
    }
  }

  @Test
  void marksUpThePageForEveryone() throws IOException {
    try (WebClient client = new WebClient(BrowserVersion.FIREFOX_ESR)) {
      client.getOptions().setJavaScriptEnabled(false);
      client.getOptions().setCssEnabled(false);
      HtmlPage page = client.getPage(site());
      assertEquals("en", page.getDocumentElement().getAttribute("lang"));
      assertTrue(page.querySelector("meta[name=viewport]") != null);
      assertTrue(page.querySelector("meta[http-equiv='Content-Security-Policy']") != null);
      assertEquals(1, page.querySelectorAll("main").size());
      assertEquals(1, page.querySelectorAll("[role=log]").size());
      assertEquals(0, page.querySelectorAll("[style]").size(), "inline styles break a strict Content-Security-Policy");
      assertEquals(0, page.querySelectorAll("script:not([src])").size(), "inline scripts break a strict Content-Security-Policy");
      for (var field : page.querySelectorAll("textarea, select, input:not([type=file])")) {
        String id = ((DomElement) field).getId();
        boolean named = page.querySelector("label[for='" + id + "']") != null || ((DomElement) field).hasAttribute("aria-label");
        assertTrue(named, "no label for " + field);
      }
    }
  }
}
