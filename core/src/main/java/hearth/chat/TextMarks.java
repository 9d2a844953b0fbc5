package hearth.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Marks on the user's text that survive rendering: each character of it with which a control text could begin is
 * replaced by a private-use character that stands for it and occurs nowhere else. Texts keep their length, so positions
 * found in a text without marks hold for the text with them; whatever compares texts takes the marks off first.
 */
final class TextMarks {
    static final TextMarks NONE = new TextMarks("", "");

    private static final int MAX_NESTING = 250;

    private final String originals;
    private final String marks;

    /** @param marks stands for {@code originals}, character by character */
    TextMarks(String originals, String marks) {
        this.originals = originals;
        this.marks = marks;
    }

    boolean isMark(char c) {
        return marks.indexOf(c) >= 0;
    }

    /** The text as the user wrote it. */
    String plain(String text) {
        return swapped(text, marks, originals);
    }

    /** Whether marks can make a difference when this text is compared. */
    boolean touches(String text) {
        for (int i = 0; i < marks.length(); i++) {
            if (text.indexOf(marks.charAt(i)) >= 0 || text.indexOf(originals.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Puts the marks of a text on its changed form (another case, say), where it still has the same characters. */
    String kept(String marked, String changed) {
        if (marks.isEmpty() || marked.length() != changed.length()) {
            return changed;
        }
        char[] out = changed.toCharArray();
        for (int i = 0; i < out.length; i++) {
            int mark = marks.indexOf(marked.charAt(i));
            if (mark >= 0 && originals.charAt(mark) == out[i]) {
                out[i] = marked.charAt(i);
            }
        }
        return new String(out);
    }

    private static String swapped(String text, String from, String to) {
        String result = text;
        for (int i = 0; i < from.length(); i++) {
            result = result.replace(from.charAt(i), to.charAt(i));
        }
        return result;
    }

    /**
     * A deep copy of the variables in the interpreter's own types, with marks. Integers become {@code Long}, other numbers
     * {@code Double}.
     */
    Map<String, Object> adopt(Map<String, Object> variables) {
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<String, Object> variable : variables.entrySet()) {
            copy.put(variable.getKey(), adopt(variable.getValue(), 0));
        }
        return copy;
    }

    private Object adopt(Object value, int depth) {
        if (depth > MAX_NESTING) {
            throw ChatTemplateException.at(0, "the variables are nested too deeply");
        }
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof String text) {
            return swapped(text, originals, marks);
        }
        if (value instanceof Integer integer) {
            return integer.longValue();
        }
        if (value instanceof Float real) {
            return real.doubleValue();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                copy.put(adopt(entry.getKey(), depth + 1), adopt(entry.getValue(), depth + 1));
            }
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object item : list) {
                copy.add(adopt(item, depth + 1));
            }
            return copy;
        }
        throw ChatTemplateException.at(0, "a variable holds a value of " + value.getClass().getName());
    }
}
