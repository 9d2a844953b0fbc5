package hearth.web.store;

import hearth.format.Sha256;
import org.teavm.jso.JSBody;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.Uint8Array;

/** The SHA-256 of a file that comes in pieces. */
final class WholeFileDigest {
    /** Bytes that are copied to a Java array at once. */
    private static final int PIECE = 1 << 18;

    private final Sha256 sha256 = new Sha256();

    void update(Uint8Array bytes) {
        int count = bytes.getLength();
        for (int from = 0; from < count; from += PIECE) {
            int part = Math.min(PIECE, count - from);
            sha256.update(view(bytes, from, part).copyToJavaArray(), 0, part);
        }
    }

    /** Lower-case hex. Ends the use of this object. */
    String hex() {
        return Sha256.hex(sha256.digest());
    }

    @JSBody(params = {"bytes", "from", "count"}, script = "return new Int8Array(bytes.buffer, bytes.byteOffset + from, count);")
    private static native Int8Array view(Uint8Array bytes, int from, int count);
}
