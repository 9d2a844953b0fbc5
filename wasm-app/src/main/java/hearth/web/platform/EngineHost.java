package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;

/** What {@code worker.js} gives the engine that it starts. */
public interface EngineHost extends JSObject {
    /** The host of the worker that this code runs in. */
    @JSBody(script = "return hearthHost;")
    static EngineHost get() {
        throw new UnsupportedOperationException("Only in the engine's worker");
    }

    /** The memory over which the engine itself runs. */
    @JSProperty
    WebAssemblyMemory getMemory();

    /** Whether that memory can be given to other workers. */
    @JSProperty
    boolean isShared();

    /** The first address that is the models' to use. */
    @JSProperty
    int getModels();

    /** The address up to which the memory may grow. */
    @JSProperty
    double getLimit();

    /** Starts a thread for kernels, see {@link KernelTeam}. */
    ModuleWorker startFollower();

    /**
     * Loads parts of a file on this thread, see {@link PartReaders}. Returns at once.
     *
     * @param job      as {@code part-reader.js} takes it
     * @param progress called now and then; it must not suspend
     */
    JSPromise<JSUndefined> readParts(JSObject job, Timer.Action progress);

    /** Hands over the messages of the page, those first that came before. */
    void listen(MessageHandler handler);

    /** Takes a message's data. */
    @JSFunctor
    interface MessageHandler extends JSObject {
        void accept(JSObject message);
    }
}
