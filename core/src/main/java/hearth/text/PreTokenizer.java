package hearth.text;

import hearth.format.ModelFileException;

/**
 * Cuts text into the pieces that merges work on and never cross. A scanner in place of a regular expression:
 * <pre>
 * '[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD] | [^\r\n\p{L}\p{N}]?WORD+ | \p{N} | ?[^\s\p{N}WORD]+[\r\n]*
 * | \s*[\r\n]+ | \s+(?!\S) | \s+
 * </pre>
 * where WORD is a letter in the rule {@code qwen2}, a letter or a mark in {@code qwen35}, and {@code \s} is White_Space.
 * The alternatives are tried in this order at each place, and all text is covered. The contractions are ASCII only.
 */
final class PreTokenizer {
    private final boolean marksAreWords;

    private PreTokenizer(boolean marksAreWords) {
        this.marksAreWords = marksAreWords;
    }

    /**
     * The rule that a model file names in {@code tokenizer.ggml.pre}.
     *
     * @throws ModelFileException if this engine does not have the rule
     */
    static PreTokenizer named(String name) {
        if (name.equals("qwen35")) {
            return new PreTokenizer(true);
        }
        if (name.equals("qwen2")) {
            return new PreTokenizer(false);
        }
        throw ModelFileException.unsupported("Metadata key tokenizer.ggml.pre is '" + name
                + "'; this engine has the split rules qwen35 and qwen2");
    }

    /**
     * The end of the piece that starts at {@code from}.
     *
     * @param text well-formed UTF-16
     * @param from start of the piece, less than {@code to}
     * @param to   end of the text to be cut
     */
    int pieceEnd(char[] text, int from, int to) {
        int contraction = contractionLength(text, from, to);
        if (contraction > 0) {
            return from + contraction;
        }
        byte first = classAt(text, from, to);
        int second = from + width(text, from, to);
        byte next = second < to ? classAt(text, second, to) : UnicodeClasses.SPACE;
        if (first == UnicodeClasses.LETTER) {
            return runEnd(text, second, to, UnicodeClasses.LETTER);
        }
        if (first != UnicodeClasses.NUMBER && next == UnicodeClasses.LETTER && !isLineBreak(text[from])) {
            return runEnd(text, second, to, UnicodeClasses.LETTER);
        }
        if (first == UnicodeClasses.NUMBER) {
            return second;
        }
        if (first == UnicodeClasses.OTHER || text[from] == ' ' && next == UnicodeClasses.OTHER) {
            int end = runEnd(text, second, to, UnicodeClasses.OTHER);
            while (end < to && isLineBreak(text[end])) {
                end++;
            }
            return end;
        }
        return spaceEnd(text, from, to);
    }

    /** The end of a piece of white space: its last line break, or one before the last space if text follows. */
    private int spaceEnd(char[] text, int from, int to) {
        int end = from;
        int afterBreak = from;
        while (end < to && classAt(text, end, to) == UnicodeClasses.SPACE) {
            if (isLineBreak(text[end])) {
                afterBreak = end + 1;
            }
            end++;
        }
        if (afterBreak > from) {
            return afterBreak;
        }
        return end < to && end - from > 1 ? end - 1 : end;
    }

    private int runEnd(char[] text, int from, int to, byte wanted) {
        int end = from;
        while (end < to && classAt(text, end, to) == wanted) {
            end += width(text, end, to);
        }
        return end;
    }

    /** The class of the code point at {@code at}; marks count as letters or as anything else, as the rule says. */
    private byte classAt(char[] text, int at, int to) {
        int codePoint = text[at];
        if (width(text, at, to) == 2) {
            codePoint = Character.toCodePoint(text[at], text[at + 1]);
        }
        byte found = UnicodeClasses.of(codePoint);
        if (found == UnicodeClasses.MARK) {
            return marksAreWords ? UnicodeClasses.LETTER : UnicodeClasses.OTHER;
        }
        return found;
    }

    private static int width(char[] text, int at, int to) {
        return Character.isHighSurrogate(text[at]) && at + 1 < to ? 2 : 1;
    }

    private static boolean isLineBreak(char c) {
        return c == '\r' || c == '\n';
    }

    private static int contractionLength(char[] text, int from, int to) {
        if (text[from] != '\'' || from + 1 >= to) {
            return 0;
        }
        int first = asciiLower(text[from + 1]);
        if (first == 's' || first == 't' || first == 'm' || first == 'd') {
            return 2;
        }
        int second = from + 2 < to ? asciiLower(text[from + 2]) : 0;
        boolean two = (first == 'r' || first == 'v') && second == 'e' || first == 'l' && second == 'l';
        return two ? 3 : 0;
    }

    private static int asciiLower(char c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
