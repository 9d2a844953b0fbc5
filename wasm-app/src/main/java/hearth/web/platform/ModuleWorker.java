package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.events.EventTarget;

/** A dedicated worker whose script is an ES module. */
@JSClass(transparent = true)
public abstract class ModuleWorker implements EventTarget {
    /**
     * Starts a worker. A script that cannot be loaded shows as an {@code error} event later.
     *
     * @param url the script's absolute address
     * @param name what developer tools call the worker
     */
    @JSBody(params = {"url", "name"}, script = "return new Worker(url, {type: 'module', name: name});")
    public static native ModuleWorker start(String url, String name);

    /** Sends a copy of {@code message}. */
    public abstract void postMessage(JSObject message);

    /** Ends the worker at once, whatever it is doing. */
    public abstract void terminate();
}
