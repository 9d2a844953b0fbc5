package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.file.Blob;
import org.teavm.jso.streams.ReadableStream;

/** Blobs of more than 2 GiB, which the library's int cannot count. */
public final class Blobs {
    private Blobs() {
    }

    /** Bytes in all. */
    @JSBody(params = "blob", script = "return blob.size;")
    public static native double size(Blob blob);

    /** Bytes {@code from} to {@code to - 1} of it, which are not copied. */
    @JSBody(params = {"blob", "from", "to"}, script = "return blob.slice(from, to);")
    public static native Blob slice(Blob blob, double from, double to);

    @JSBody(params = "blob", script = "return blob.stream();")
    public static native ReadableStream stream(Blob blob);
}
