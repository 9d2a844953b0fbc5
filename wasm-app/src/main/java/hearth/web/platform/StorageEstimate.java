package hearth.web.platform;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;

/** What the browser says of this origin's storage. */
public interface StorageEstimate extends JSObject {
    /** Bytes that the origin uses, as the browser counts. */
    @JSProperty
    double getUsage();

    /** Bytes that the origin may use in all; 0 where the browser does not say. */
    @JSProperty
    double getQuota();

    /** Whether the browser promised to keep the data. */
    @JSProperty
    boolean isPersisted();

    /** Suspends until the browser has answered; a browser that does not know gives zeros. */
    static StorageEstimate get() {
        return Promises.await(estimate());
    }

    @JSBody(script = "const storage = navigator.storage;"
            + " const answer = (usage, quota, persisted) => { return {usage: usage || 0, quota: quota || 0, persisted: persisted}; };"
            + " if (!storage || !storage.estimate) { return Promise.resolve(answer(0, 0, false)); }"
            + " return Promise.all([storage.estimate(), storage.persisted ? storage.persisted() : false])"
            + ".then(both => answer(both[0].usage, both[0].quota, both[1]), () => answer(0, 0, false));")
    private static JSPromise<StorageEstimate> estimate() {
        throw new UnsupportedOperationException("Only in a browser");
    }
}
