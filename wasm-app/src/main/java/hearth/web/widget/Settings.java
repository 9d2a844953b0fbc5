package hearth.web.widget;

import hearth.web.client.Hearth;
import hearth.web.client.ModelChoice;
import hearth.web.platform.Url;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.dom.html.HTMLElement;

/** What the element's attributes say, with what holds where they say nothing. */
final class Settings {
    private static final String DEFAULT_MODEL = "hearth-tiny";

    private final HTMLElement element;

    Settings(HTMLElement element) {
        this.element = element;
    }

    boolean isInline() {
        return text("layout", "floating").equals("inline");
    }

    boolean isOpen() {
        return isInline() || element.hasAttribute("open");
    }

    void open(boolean open) {
        if (open) {
            element.setAttribute("open", "");
        } else {
            element.removeAttribute("open");
        }
    }

    boolean loadsByItself() {
        return element.hasAttribute("autoload");
    }

    String heading() {
        return text("heading", "Chat");
    }

    String greeting() {
        return text("greeting", "");
    }

    String placeholder() {
        return text("placeholder", "Write a message");
    }

    String system() {
        return text("system", "");
    }

    /** Lines of suggestions; none is an empty array. */
    String[] suggestions() {
        return lines(text("suggestions", ""));
    }

    /** The model: an address in {@code src}, else what {@code model} names. */
    ModelChoice model(Hearth hearth) {
        String source = text("src", "");
        return source.isEmpty() ? ModelChoice.named(hearth, text("model", DEFAULT_MODEL))
                : ModelChoice.address(Url.resolve(source, Url.ofPage("")));
    }

    /** Options of {@code Hearth.create()}. */
    JSObject runtimeOptions() {
        return runtimeOptions(text("device", "auto"));
    }

    private String text(String name, String otherwise) {
        String value = element.getAttribute(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    @JSBody(params = "text", script = "return text.split('\\n').map(function (line) { return line.trim(); }).filter(Boolean);")
    private static native String[] lines(String text);

    @JSBody(params = "device", script = "return {device: device};")
    private static native JSObject runtimeOptions(String device);
}
