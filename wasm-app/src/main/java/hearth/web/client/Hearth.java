package hearth.web.client;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/** The object {@code Hearth} of {@code hearth.js}. */
public interface Hearth extends JSObject {
    /** The catalogue. */
    @JSProperty
    JSArrayReader<Card> getModels();

    /** What this browser can do. */
    JSPromise<Support> support();

    /** Starts the engine. */
    JSPromise<Runtime> create(JSObject options);

    /** A model of the catalogue. */
    interface Card extends JSObject {
        @JSProperty
        String getId();

        @JSProperty
        String getName();

        /** Bytes to download. */
        @JSProperty
        double getBytes();
    }

    /** What this browser can do. */
    interface Support extends JSObject {
        @JSProperty
        boolean isSupported();

        /** In words for people. */
        @JSProperty
        String getMessage();
    }

    /** A running engine. */
    interface Runtime extends JSObject {
        JSPromise<Model> load(JSObject model, JSObject options);

        JSPromise<JSObject> close();
    }

    /** A loaded model. */
    interface Model extends JSObject {
        @JSProperty
        Info getInfo();

        JSPromise<JSObject> unload();
    }

    /** What a model's file says about it. */
    interface Info extends JSObject {
        @JSProperty
        String getName();

        /** What the user should know although the model was loaded, in sentences; undefined where there is nothing. */
        @JSProperty
        JSArrayReader<JSString> getNotices();
    }
}
