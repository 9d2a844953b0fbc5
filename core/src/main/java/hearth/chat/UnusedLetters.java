package hearth.chat;

import java.util.BitSet;
import java.util.Map;

/** Finds private-use characters that a conversation does not contain. */
final class UnusedLetters {
    private static final char FIRST = '\ue000';
    private static final char LAST = '\uf8ff';

    private final BitSet used = new BitSet(LAST - FIRST + 1);

    private UnusedLetters() {
    }

    /** {@code count} of them that occur neither in the template nor in any text of the variables. */
    static String in(String template, Map<String, Object> variables, int count) {
        UnusedLetters letters = new UnusedLetters();
        letters.note(template);
        // The copy bounds the depth of what follows.
        letters.note(TextMarks.NONE.adopt(variables));
        StringBuilder free = new StringBuilder(count);
        for (int at = letters.used.nextClearBit(0); free.length() < count; at = letters.used.nextClearBit(at + 1)) {
            if (at > LAST - FIRST) {
                throw ChatTemplateException.at(0, "the conversation contains too many different private-use characters");
            }
            free.append((char) (FIRST + at));
        }
        return free.toString();
    }

    private void note(Object value) {
        if (value instanceof String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) >= FIRST && text.charAt(i) <= LAST) {
                    used.set(text.charAt(i) - FIRST);
                }
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                note(entry.getKey());
                note(entry.getValue());
            }
        } else if (value instanceof Iterable<?> items) {
            for (Object item : items) {
                note(item);
            }
        }
    }
}
