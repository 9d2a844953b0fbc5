package hearth.web.client;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;

/** What the time of an answer went into: the API's {@code timings.profile}. */
public interface Profile extends JSObject {
    /** Runs of several tokens: the prompt. */
    @JSProperty
    Phase getPrefill();

    /** Runs of one token. */
    @JSProperty
    Phase getDecode();

    /** The sums over some runs. */
    interface Phase extends JSObject {
        @JSProperty
        int getTokens();

        @JSProperty
        int getRuns();

        @JSProperty("ms")
        double getMilliseconds();

        /** What took longest first. */
        @JSProperty
        JSArrayReader<Operation> getOperations();

        @JSProperty("waiting_ms")
        double getWaitingMilliseconds();
    }

    /** The sums over the calls of one kind of operation. */
    interface Operation extends JSObject {
        @JSProperty("operation")
        String getName();

        @JSProperty("ms")
        double getMilliseconds();

        /** Bytes moved between memory and the processor. */
        @JSProperty
        double getBytes();

        /** Speed of that; only where there are bytes and milliseconds. */
        @JSProperty("gb_per_second")
        double getGigabytesPerSecond();
    }
}
