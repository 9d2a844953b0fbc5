package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;

/** Wakes the one coroutine that waits until something has happened. */
public interface Bell extends JSObject {
    @JSBody(script = "let wake = null; let rung = false;"
            + " return {"
            + "  ring() { if (wake === null) { rung = true; } else { wake(); } },"
            + "  rings(milliseconds) { return new Promise(done => {"
            + "   if (rung) { rung = false; done(); return; }"
            + "   const timer = setTimeout(() => wake(), milliseconds);"
            + "   wake = () => { wake = null; clearTimeout(timer); done(); }; }); }};")
    static Bell hang() {
        throw new UnsupportedOperationException("Only in a browser");
    }

    /** Something happened: who waits goes on, or need not wait the next time. */
    void ring();

    /** Fulfilled at the next ring, at once where it rang since the last, and at the latest after so many milliseconds. */
    JSPromise<JSUndefined> rings(double milliseconds);
}
