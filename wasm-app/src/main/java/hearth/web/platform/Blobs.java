package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.file.Blob;
import org.teavm.jso.streams.ReadableStream;
import org.teavm.jso.typedarrays.Uint8Array;

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

    /** Bytes {@code from} to {@code to - 1} of it as the file that they were; they are not copied. */
    @JSBody(params = {"blob", "from", "to", "name", "lastModified"}, script =
            "return new File([blob.slice(from, to)], name, {lastModified: lastModified});")
    public static native Blob file(Blob blob, double from, double to, String name, double lastModified);

    /** One after another, as one. */
    @JSBody(params = "blobs", script = "return new Blob(blobs);")
    public static native Blob join(JSArray<Blob> blobs);

    /** All its bytes, which must not be many. */
    @JSBody(params = "blob", script = "return blob.arrayBuffer().then(bytes => new Uint8Array(bytes));")
    public static native JSPromise<Uint8Array> bytes(Blob blob);

    /** When the file that it is was changed last, as text; null for a blob that is no file. */
    @JSBody(params = "blob", script = "return blob.lastModified === undefined ? null : '' + blob.lastModified;")
    public static native String lastModified(Blob blob);

    @JSBody(params = "blob", script = "return blob.stream();")
    public static native ReadableStream stream(Blob blob);
}
