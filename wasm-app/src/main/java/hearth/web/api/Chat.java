package hearth.web.api;

import org.teavm.jso.JSExport;
import org.teavm.jso.JSProperty;

/** {@code model.chat}: a name that OpenAI's interface has, with {@code completions} below it. */
public final class Chat {
    private final Completions completions;

    Chat(Completions completions) {
        this.completions = completions;
    }

    /** Where requests are made. */
    @JSExport
    @JSProperty
    public Completions getCompletions() {
        return completions;
    }
}
