package hearth.format;

import java.nio.charset.StandardCharsets;

/** Many strings as one run of UTF-8 bytes, the form in which a vocabulary of 250,000 tokens is small and quick to read. */
public final class StringArray {
    private final byte[] bytes;
    private final int[] starts;
    private final int gap;

    /**
     * @param bytes  the strings' UTF-8 bytes one after another
     * @param starts {@code size + 1} positions in {@code bytes}: string i is {@code starts[i] .. starts[i + 1]}
     */
    public StringArray(byte[] bytes, int[] starts) {
        this(bytes, starts, 0);
    }

    /**
     * Strings with something else between them, such as the lengths that a file has there.
     *
     * @param starts {@code size + 1} positions: string i is {@code starts[i] .. starts[i + 1] - gap}
     * @param gap    how many bytes lie between two strings
     */
    StringArray(byte[] bytes, int[] starts, int gap) {
        this.bytes = bytes;
        this.starts = starts;
        this.gap = gap;
    }

    public int size() {
        return starts.length - 1;
    }

    /** The bytes that all strings lie in; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** First byte of string {@code index}. */
    public int start(int index) {
        return starts[index];
    }

    /** The byte after the last of string {@code index}. */
    public int end(int index) {
        return starts[index + 1] - gap;
    }

    /** String {@code index}; malformed UTF-8 is replaced by U+FFFD. */
    public String get(int index) {
        return new String(bytes, start(index), end(index) - start(index), StandardCharsets.UTF_8);
    }
}
