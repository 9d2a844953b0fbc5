package hearth.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that the hub serves.
 *
 * @param content where its bytes are
 * @param tag the value of its {@code ETag} header, in quotes
 */
record HubFile(Path content, String tag) {
  private static final int BUFFER_BYTES = 1 << 16;

  long size() throws IOException {
    return Files.size(content);
  }

  /** Receives the bytes of a stretch of the file, buffer by buffer. */
  interface Piece {
    /** Takes {@code count} bytes at the start of {@code buffer}, which may be changed; false ends the copy. */
    boolean take(byte[] buffer, int count) throws IOException, InterruptedException;
  }

  /** Hands the bytes from {@code first}, {@code length} of them, to {@code piece}. */
  void read(long first, long length, Piece piece) throws IOException, InterruptedException {
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, Math.max(1, length))];
    try (InputStream in = Files.newInputStream(content)) {
      in.skipNBytes(first);
      for (long left = length; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0 || !piece.take(buffer, count)) {
          return;
        }
        left -= count;
      }
    }
  }
}
