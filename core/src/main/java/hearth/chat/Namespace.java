package hearth.chat;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one kind of value that a template may change: attributes that outlive the scope in which they are set. */
record Namespace(Map<String, Object> attributes) {
    Namespace() {
        this(new LinkedHashMap<>());
    }
}
