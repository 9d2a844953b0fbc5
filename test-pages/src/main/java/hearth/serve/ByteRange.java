package hearth.serve;

/**
 * One range of bytes of a file, both ends inside it.
 *
 * @param first offset of the first byte
 * @param last offset of the last byte
 */
public record ByteRange(long first, long last) {
  private static final String UNIT = "bytes=";

  /** How many bytes the range spans. */
  public long length() {
    return last - first + 1;
  }

  /** The value of a {@code Content-Range} header for a file of {@code size} bytes. */
  public String contentRange(long size) {
    return "bytes " + first + "-" + last + "/" + size;
  }

  /**
   * Reads a {@code Range} header for a file of {@code size} bytes.
   *
   * @return the range, or null when the header asks for nothing that the file has (status 416)
   * @throws IllegalArgumentException when it is no single range of bytes; a server may then send the whole file
   */
  public static ByteRange parse(String header, long size) {
    if (!header.startsWith(UNIT) || header.indexOf(',') >= 0) {
      throw new IllegalArgumentException("not one range of bytes: " + header);
    }
    String spec = header.substring(UNIT.length()).trim();
    int dash = spec.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException("no dash in range: " + header);
    }
    if (dash == 0) {
      long tail = Math.min(Long.parseLong(spec.substring(1)), size);
      return tail == 0 ? null : new ByteRange(size - tail, size - 1);
    }
    long first = Long.parseLong(spec.substring(0, dash));
    String end = spec.substring(dash + 1);
    long last = end.isEmpty() ? size - 1 : Math.min(Long.parseLong(end), size - 1);
    return first >= size || last < first ? null : new ByteRange(first, last);
  }
}
