package hearth.web.api;

import org.teavm.jso.JSExport;

/** What {@code hearth.js} gets from compiled code. */
public final class ApiModule {
    private ApiModule() {
    }

    /** Nothing runs until the page asks for it. */
    public static void main(String[] arguments) {
    }

    /** Makes the object {@code Hearth}. */
    @JSExport
    public static HearthApi open(Surroundings surroundings) {
        return new HearthApi(surroundings);
    }
}
