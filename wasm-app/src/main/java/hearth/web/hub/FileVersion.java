package hearth.web.hub;

/**
 * What a server says of a file, by which another version of it is known.
 *
 * @param etag         its ETag, or null
 * @param lastModified its Last-Modified, or null
 * @param bytes        its length, or -1
 */
public record FileVersion(String etag, String lastModified, long bytes) {
    private static final String WEAK = "W/";

    /** False where anything that both know differs. */
    public boolean sameAs(FileVersion other) {
        if (bytes >= 0 && other.bytes >= 0 && bytes != other.bytes) {
            return false;
        }
        if (etag != null && other.etag != null) {
            return strong(etag).equals(strong(other.etag));
        }
        return lastModified == null || other.lastModified == null || lastModified.equals(other.lastModified);
    }

    /** This, and where it does not know something, what the other knows of the same file. */
    FileVersion orElse(FileVersion other) {
        return new FileVersion(etag == null ? other.etag : etag, lastModified == null ? other.lastModified : lastModified,
                bytes < 0 ? other.bytes : bytes);
    }

    /** What to send as If-Range, or null where the server gave nothing that it accepts there. */
    String validator() {
        return etag != null && !etag.startsWith(WEAK) ? etag : lastModified;
    }

    private static String strong(String etag) {
        return etag.startsWith(WEAK) ? etag.substring(WEAK.length()) : etag;
    }
}
