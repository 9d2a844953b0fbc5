package hearth.chat;

import java.util.ArrayList;
import java.util.List;

/** The argument {@code attribute} of filters: {@code 'name'}, {@code 'outer.inner.0'} or a position. */
final class AttributePath {
    private final List<Object> steps = new ArrayList<>();

    private AttributePath() {
    }

    /** The path; None and what is absent (null) stand for the item itself. */
    static AttributePath of(Run run, Object attribute) {
        AttributePath path = new AttributePath();
        if (attribute instanceof String text) {
            for (Object part : Texts.split(run, text, ".", -1)) {
                Long index = NumberText.integer((String) part, 10);
                path.steps.add(index == null ? part : index);
            }
        } else if (attribute != null) {
            path.steps.add(attribute);
        }
        return path;
    }

    /** Several paths with commas between them, as {@code sort} takes them. */
    static List<AttributePath> several(Run run, Object attribute) {
        List<AttributePath> paths = new ArrayList<>();
        if (attribute instanceof String text) {
            for (Object part : Texts.split(run, text, ",", -1)) {
                paths.add(of(run, part));
            }
        } else {
            paths.add(of(run, attribute));
        }
        return paths;
    }

    /** The value at the path's end; {@code absent}, unless null, stands in for what is undefined on the way. */
    Object get(Run run, Object item, Object absent) {
        Object value = item;
        for (Object step : steps) {
            value = Members.item(run, value, step);
            if (absent != null && value instanceof Undefined) {
                value = absent;
            }
        }
        return value;
    }
}
