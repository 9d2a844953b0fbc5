package hearth.format;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of a file's head that have arrived and are not read yet, little-endian, with the position in the file. It
 * knows how much may still come, and refuses whatever claims to be longer. What it holds grows with what arrives.
 */
final class HeadBytes {
    /** A head longer than this is no model's: the vocabularies of the largest take about 20 MB. */
    static final long HEAD_LIMIT = 256L << 20;

    /** Bytes that say how long a string is; they lie before it. */
    static final int LENGTH = 8;

    private static final int NO_NUMBER = -1;

    private byte[] window = new byte[4096];
    private int next;
    private int end;
    private long position;
    private long fileBytes;
    private String item = "the header";
    private String itemName = "";
    private int itemNumber = NO_NUMBER;

    /** @param fileBytes size of the file, -1 where it is not known */
    HeadBytes(long fileBytes) {
        this.fileBytes = fileBytes;
    }

    void fileBytes(long bytes) {
        fileBytes = bytes;
    }

    /** Size of the file, -1 where it is not known. */
    long fileBytes() {
        return fileBytes;
    }

    /** Offset in the file of the next byte to be read. */
    long position() {
        return position;
    }

    /** Bytes that have arrived and are not read. */
    int available() {
        return end - next;
    }

    /** Bytes from the position to the end of the file or, where its size is not known, to the longest head's. */
    long remaining() {
        return (fileBytes < 0 ? HEAD_LIMIT : Math.min(fileBytes, HEAD_LIMIT)) - position;
    }

    void add(byte[] bytes, int from, int count) {
        int kept = end - next;
        if (window.length - end < count) {
            byte[] target = window.length - kept < count ? new byte[Math.max(2 * window.length, kept + count)] : window;
            System.arraycopy(window, next, target, 0, kept);
            window = target;
            next = 0;
            end = kept;
        }
        System.arraycopy(bytes, from, window, end, count);
        end += count;
    }

    /** Says what is being read, for messages: they are put together only when there is one. */
    void reading(String what, String name) {
        item = what;
        itemName = name;
        itemNumber = NO_NUMBER;
    }

    /** As {@link #reading(String, String)}, for what has a number and no name yet. */
    void reading(String what, int number) {
        item = what;
        itemName = "";
        itemNumber = number;
    }

    /** What is being read. */
    String item() {
        return itemNumber == NO_NUMBER ? item + itemName : item + itemNumber;
    }

    /** A refusal of what is being read, at byte {@code offset} of the file. */
    ModelFileException damaged(long offset, String problem) {
        return ModelFileException.damaged("At byte " + offset + " " + item() + " " + problem);
    }

    /** Refuses where the file cannot have {@code count} more bytes, which what is being read needs. */
    void require(long count) {
        if (count > remaining()) {
            String has = fileBytes >= 0 && fileBytes <= HEAD_LIMIT
                ? " left in the file" : " left for metadata, which may take " + (HEAD_LIMIT >> 20) + " MiB";
            throw damaged(position, "needs " + count + " bytes, but only " + remaining() + " are" + has);
        }
    }

    /** Whether {@code count} bytes can be read now; refuses as {@link #require}. */
    boolean has(long count) {
        require(count);
        return available() >= count;
    }

    /** The unsigned 32-bit number {@code ahead} bytes after the position, without moving. */
    long peekU32(int ahead) {
        int at = next + ahead;
        return (window[at] & 255 | (window[at + 1] & 255) << 8 | (window[at + 2] & 255) << 16 | window[at + 3] << 24)
            & 0xffffffffL;
    }

    /** The 64-bit number {@code ahead} bytes after the position, without moving. A large unsigned one is negative. */
    long peek64(int ahead) {
        return peekU32(ahead) | peekU32(ahead + 4) << 32;
    }

    int peekU8(int ahead) {
        return window[next + ahead] & 255;
    }

    void skip(int count) {
        next += count;
        position += count;
    }

    int u8() {
        int value = peekU8(0);
        skip(1);
        return value;
    }

    long u32() {
        long value = peekU32(0);
        skip(4);
        return value;
    }

    long u64() {
        long value = peek64(0);
        skip(8);
        return value;
    }

    /** The next {@code count} bytes as text; malformed UTF-8 is replaced by U+FFFD. */
    String text(int count) {
        String text = new String(window, next, count, StandardCharsets.UTF_8);
        skip(count);
        return text;
    }

    /** The next {@code count} bytes as printable ASCII, which names are made of. */
    String name(int count) {
        for (int i = 0; i < count; i++) {
            int c = peekU8(i);
            if (c < 0x20 || c > 0x7e) {
                throw damaged(position + i, "has the byte " + c + " in its name, but names are printable ASCII");
            }
        }
        return text(count);
    }

    /** The next 32-bit numbers, for {@code target[from .. to]}. */
    void i32s(long[] target, int from, int to) {
        byte[] bytes = window;
        int at = next;
        for (int i = from; i < to; i++, at += 4) {
            target[i] = bytes[at] & 255 | (bytes[at + 1] & 255) << 8 | (bytes[at + 2] & 255) << 16 | bytes[at + 3] << 24;
        }
        skip(at - next);
    }

    /**
     * Walks over strings that have arrived whole, without moving. It stops before the first that has not, or that is longer
     * than a string may be or the file is.
     *
     * @param starts by string: its first byte, counted from any place; up to {@code done} known, to be continued
     * @param done   how many strings lie before the position
     * @param count  how many there are in all
     * @return how many strings lie before the place where it stopped; their {@code starts}, and the next one's, are known
     */
    int wholeStrings(int[] starts, int done, int count) {
        byte[] bytes = window;
        int last = next + (int) Math.min(end - next, remaining()) - LENGTH;
        int at = next;
        int start = starts[done];
        int string = done;
        while (string < count && at <= last) {
            int length = bytes[at] & 255 | (bytes[at + 1] & 255) << 8 | (bytes[at + 2] & 255) << 16 | bytes[at + 3] << 24;
            int high = bytes[at + 4] | bytes[at + 5] | bytes[at + 6] | bytes[at + 7];
            if (high != 0 || length < 0 || length > StringsReader.STRING_LIMIT || length > last - at) {
                break;
            }
            at += LENGTH + length;
            start += LENGTH + length;
            starts[++string] = start;
        }
        return string;
    }

    void copy(byte[] target, int at, int count) {
        System.arraycopy(window, next, target, at, count);
        skip(count);
    }
}
