package hearth.hub;

import java.net.URI;

/**
 * An address of the hub: of its own, or of the storage that it redirects to.
 *
 * @param path the file's path on the hub
 * @param hops how many redirects still follow; -1 for an address of the hub's own
 * @param signature number of the signature that the storage wants, 0 for none
 */
record StorageAddress(String path, int hops, int signature) {
  private static final String PREFIX = "/storage/";
  private static final String SIGNATURE = "signature=";

  static StorageAddress of(URI address) {
    String path = address.getPath();
    if (!path.startsWith(PREFIX)) {
      return new StorageAddress(path, -1, 0);
    }
    int slash = path.indexOf('/', PREFIX.length());
    String query = address.getQuery();
    int signature = query != null && query.startsWith(SIGNATURE) ? Integer.parseInt(query.substring(SIGNATURE.length())) : 0;
    return new StorageAddress(path.substring(slash), Integer.parseInt(path.substring(PREFIX.length(), slash)), signature);
  }

  /** The storage's address for a file, {@code hops} redirects away from it. */
  static StorageAddress behind(String path, int hops) {
    return new StorageAddress(path, hops, 0);
  }

  /** The storage's address for a file with a signature. */
  static StorageAddress signed(String path, int signature) {
    return new StorageAddress(path, 0, signature);
  }

  boolean isSigned() {
    return signature > 0;
  }

  /** The address that this one redirects to. */
  StorageAddress nearer() {
    return new StorageAddress(path, hops - 1, signature);
  }

  /** As it stands in a Location header. */
  @Override
  public String toString() {
    return hops < 0 ? path : PREFIX + hops + path + (isSigned() ? "?" + SIGNATURE + signature : "");
  }
}
