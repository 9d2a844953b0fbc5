package hearth.web.store;

import hearth.web.platform.WebLock;

/** Says to all tabs that a model is in use here, so that it is not removed to make room for another. Ends with this tab. */
public final class ModelUse {
    private final WebLock lock;

    private ModelUse(WebLock lock) {
        this.lock = lock;
    }

    /** Begins. Suspends. */
    static ModelUse of(String model) {
        return new ModelUse(WebLock.share(name(model)));
    }

    /** Whether any tab uses the model. Suspends. */
    static boolean isUsed(String model) {
        WebLock alone = WebLock.takeIfFree(name(model));
        if (alone != null) {
            alone.release();
        }
        return alone == null;
    }

    /** Ends. */
    public void end() {
        lock.release();
    }

    private static String name(String model) {
        return "hearth:model:" + model;
    }
}
