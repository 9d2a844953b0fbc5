package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.typedarrays.Uint8Array;

/** An open file of {@link PrivateFiles}. Nothing here suspends. What fails is a {@link JavaScriptException}. */
public final class PrivateFile {
    /** What became of a call: a number, or a failure. */
    private interface Outcome extends JSObject {
        @JSProperty
        double getCount();

        @JSBody(script = "return this.name || null;")
        String failure();

        @JSProperty
        String getMessage();
    }

    private final JSObject access;

    PrivateFile(JSObject access) {
        this.access = access;
    }

    /** Fills {@code into} with the bytes from {@code position} on; returns how many there were. */
    public int read(Uint8Array into, long position) {
        return (int) checked(read(access, into, position)).getCount();
    }

    /** Writes all of {@code bytes} at {@code position}; a failure is a QuotaExceededError where there is no room. */
    public void write(Uint8Array bytes, long position) {
        int written = (int) checked(write(access, bytes, position)).getCount();
        if (written < bytes.getLength()) {
            throw new JavaScriptException("QuotaExceededError", "only " + written + " of " + bytes.getLength() + " bytes were written");
        }
    }

    public long size() {
        return (long) checked(size(access)).getCount();
    }

    public void close() {
        close(access);
    }

    private static Outcome checked(Outcome outcome) {
        if (outcome.failure() != null) {
            throw new JavaScriptException(outcome.failure(), outcome.getMessage());
        }
        return outcome;
    }

    @JSBody(params = {"access", "into", "position"}, script = "try { return {count: access.read(into, {at: position})}; }"
            + " catch (error) { return {count: 0, name: error.name, message: '' + error.message}; }")
    private static native Outcome read(JSObject access, Uint8Array into, double position);

    @JSBody(params = {"access", "bytes", "position"}, script = "try { return {count: access.write(bytes, {at: position})}; }"
            + " catch (error) { return {count: 0, name: error.name, message: '' + error.message}; }")
    private static native Outcome write(JSObject access, Uint8Array bytes, double position);

    @JSBody(params = "access", script = "try { return {count: access.getSize()}; }"
            + " catch (error) { return {count: 0, name: error.name, message: '' + error.message}; }")
    private static native Outcome size(JSObject access);

    @JSBody(params = "access", script = "access.close();")
    private static native void close(JSObject access);
}
