package hearth.web.api;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSMapLike;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSString;

/** The JSON text of a request. What JSON would drop or bend without a word (a function, NaN, a big integer) is refused. */
final class JsonBody {
    /** Says that the field {@code key} holds what JSON has no form for. */
    static final class NotJson extends Exception {
        NotJson(String message) {
            super(message, null, false, false);
        }
    }

    @JSFunctor
    private interface Refusal extends JSObject {
        void accept(String key, String kind);
    }

    private final JSMapLike<JSObject> fields = JSObjects.create();
    private String refused;

    /** Adds a field; an undefined one is absent. */
    JsonBody with(String name, JSObject value) {
        fields.set(name, value);
        return this;
    }

    /** Adds a text. */
    JsonBody with(String name, String value) {
        return with(name, JSString.valueOf(value));
    }

    /** The text. */
    String text() throws NotJson {
        String text;
        try {
            text = stringify(fields, (key, kind) -> {
                if (refused == null) {
                    refused = "`" + key + "` holds a " + kind + ", which a request cannot carry";
                }
            });
        } catch (RuntimeException cycle) {
            throw new NotJson("the request is no plain data: " + cycle.getMessage());
        }
        if (refused != null) {
            throw new NotJson(refused);
        }
        return text;
    }

    @JSBody(params = {"fields", "refuse"}, script = "return JSON.stringify(fields, function (key, value) {"
            + " var kind = typeof value;"
            + " if (kind === 'number' && !isFinite(value)) kind = String(value);"
            + " else if (kind !== 'function' && kind !== 'symbol' && kind !== 'bigint')"
            + "   return ArrayBuffer.isView(value) ? Array.from(value) : value;"
            + " refuse(key, kind);"
            + " return null; });")
    private static native String stringify(JSObject fields, Refusal refuse);
}
