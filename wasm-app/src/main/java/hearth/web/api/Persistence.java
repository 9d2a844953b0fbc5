package hearth.web.api;

import hearth.web.protocol.Phase;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSPromise;

/**
 * Asks the browser to keep what is stored: when the user has begun a download that would be a pity to lose, and at most once,
 * since some browsers ask the user in turn.
 */
final class Persistence {
    private static final double WORTH_ASKING = 50_000_000;

    private interface Progress extends JSObject {
        @JSProperty
        String getPhase();

        @JSProperty
        double getTotalBytes();
    }

    private boolean asked;

    /** Looks at how far a load is whose file is kept. */
    void consider(JSObject report) {
        Progress progress = report.cast();
        if (!asked && progress.getTotalBytes() > WORTH_ASKING && progress.getPhase().equals(Phase.DOWNLOAD) && isUsersWish()) {
            asked = true;
            askUnlessGranted();
        }
    }

    /** Asks in any case: whether the data is kept now. */
    @JSBody(script = "return globalThis.navigator && navigator.storage && navigator.storage.persist"
            + " ? navigator.storage.persist().catch(function () { return false; }) : Promise.resolve(false);")
    static native JSPromise<JSBoolean> ask();

    @JSBody(script = "if (globalThis.navigator && navigator.storage && navigator.storage.persist && navigator.storage.persisted) {"
            + " navigator.storage.persisted().then(function (granted) { return granted || navigator.storage.persist(); })"
            + ".catch(function () {}); }")
    private static native void askUnlessGranted();

    /** Whether the user has done anything on this page, as far as the browser says. */
    @JSBody(script = "return !navigator.userActivation || navigator.userActivation.hasBeenActive;")
    private static native boolean isUsersWish();
}
