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

    @JSBody(params = "blob", script = "return blob.stream();")
    public static native ReadableStream stream(Blob blob);
}
