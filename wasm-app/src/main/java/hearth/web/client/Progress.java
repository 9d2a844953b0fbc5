package hearth.web.client;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** How far a load has come. */
public interface Progress extends JSObject {
    /** resolve, download, verify, load, compile or ready. */
    @JSProperty
    String getPhase();

    @JSProperty
    double getLoadedBytes();

    /** 0 when not known. */
    @JSProperty
    double getTotalBytes();

    /** 0 when not known. */
    @JSProperty
    double getBytesPerSecond();

    @JSProperty
    double getSecondsLeft();

    /** Whether the bytes come from this device. */
    @JSProperty
    boolean isCached();
}
