package hearth.web.hub;

/**
 * What a server says of a file, by which another version of it is known.
 *
 * @param etag         its ETag, or null
 * @param lastModified its Last-Modified, or null
 * @param bytes        its length, or -1
 * @param sha256       its digest in lower-case hex, or null
 */
public record FileVersion(String etag, String lastModified, long bytes, String sha256) {
    /** Hubs that keep large files elsewhere say here which digest and length they have there. */
    static final String LINKED_ETAG = "X-Linked-Etag";
    static final String LINKED_SIZE = "X-Linked-Size";
    private static final String WEAK = "W/";

    /** A version of which the digest is not known. */
    public FileVersion(String etag, String lastModified, long bytes) {
        this(etag, lastModified, bytes, null);
    }

    /** The digest that a header names, or null where it is absent or names something else. */
    static String digest(String header) {
        String text = header == null ? "" : strong(header);
        boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
        String digest = quoted ? text.substring(1, text.length() - 1) : text;
        return AddressText.isSha256(digest) ? AddressText.lowerCase(digest) : null;
    }

    /** False where anything that both know differs. */
    public boolean sameAs(FileVersion other) {
        if (bytes >= 0 && other.bytes >= 0 && bytes != other.bytes) {
            return false;
        }
        if (sha256 != null && other.sha256 != null) {
            return sha256.equals(other.sha256);
        }
        if (etag != null && other.etag != null) {
            return strong(etag).equals(strong(other.etag));
        }
        return lastModified == null || other.lastModified == null || lastModified.equals(other.lastModified);
    }

    /** This, and where it does not know something, what the other knows of the same file. */
    FileVersion orElse(FileVersion other) {
        return new FileVersion(etag == null ? other.etag : etag, lastModified == null ? other.lastModified : lastModified,
                bytes < 0 ? other.bytes : bytes, sha256 == null ? other.sha256 : sha256);
    }

    /** This, of a length that is known better; -1 says nothing. */
    FileVersion ofLength(long length) {
        return length < 0 ? this : new FileVersion(etag, lastModified, length, sha256);
    }

    /** What to send as If-Range, or null where the server gave nothing that it accepts there. */
    String validator() {
        return etag != null && !etag.startsWith(WEAK) ? etag : lastModified;
    }

    private static String strong(String etag) {
        return etag.startsWith(WEAK) ? etag.substring(WEAK.length()) : etag;
    }
}
