package hearth.text;

/**
 * Reads UTF-8 that comes in parts. What is not well-formed becomes U+FFFD, one for each maximal part of a sequence (as the
 * Unicode standard recommends and browsers do); a sequence that is not complete yet is held back.
 */
final class Utf8Decoder {
    private static final char REPLACEMENT = '\uFFFD';

    /** Of the sequence that is held back: its bits so far, the bytes that it still needs, the bounds of the next one. */
    private int codePoint;
    private int needed;
    private int lower;
    private int upper;

    /** Reads the bytes at {@code from .. to} and appends what is complete. */
    void accept(byte[] bytes, int from, int to, StringBuilder text) {
        for (int i = from; i < to; i++) {
            int value = bytes[i] & 0xFF;
            if (needed > 0) {
                if (value >= lower && value <= upper) {
                    continueWith(value, text);
                    continue;
                }
                needed = 0;
                text.append(REPLACEMENT);
            }
            begin(value, text);
        }
    }

    /** Appends U+FFFD if a sequence was held back; then a new text can begin. */
    void finish(StringBuilder text) {
        if (needed > 0) {
            needed = 0;
            text.append(REPLACEMENT);
        }
    }

    private void begin(int value, StringBuilder text) {
        lower = 0x80;
        upper = 0xBF;
        if (value < 0x80) {
            text.append((char) value);
        } else if (value >= 0xC2 && value <= 0xDF) {
            needed = 1;
            codePoint = value & 0x1F;
        } else if (value >= 0xE0 && value <= 0xEF) {
            needed = 2;
            codePoint = value & 0x0F;
            // No overlong forms, no surrogates.
            lower = value == 0xE0 ? 0xA0 : lower;
            upper = value == 0xED ? 0x9F : upper;
        } else if (value >= 0xF0 && value <= 0xF4) {
            needed = 3;
            codePoint = value & 0x07;
            // No overlong forms, nothing beyond U+10FFFF.
            lower = value == 0xF0 ? 0x90 : lower;
            upper = value == 0xF4 ? 0x8F : upper;
        } else {
            text.append(REPLACEMENT);
        }
    }

    private void continueWith(int value, StringBuilder text) {
        lower = 0x80;
        upper = 0xBF;
        codePoint = codePoint << 6 | value & 0x3F;
        if (--needed == 0) {
            text.appendCodePoint(codePoint);
        }
    }
}
