package hearth.serve;

import java.io.IOException;
import java.nio.file.Path;

/** Serves a site until the process is ended: {@code ServeMain FOLDER PORT isolated|plain}. */
public final class ServeMain {
  private ServeMain() {}

  /** Prints the one line that tells where the site is, or says why it cannot be served. */
  public static void main(String[] arguments) {
    Path site = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    SiteServer.Headers headers = SiteServer.Headers.valueOf(arguments[2].toUpperCase(java.util.Locale.ROOT));
    try {
      SiteServer server = new SiteServer(site, headers, port);
      System.out.println("Hearth is at " + server.address());
      System.out.flush();
    } catch (IOException failure) {
      System.err.println("run: port " + port + " cannot be used (" + failure.getMessage() + "); try ./run --port 0");
      System.exit(1);
    }
  }
}
