package hearth.text;

/**
 * The characters that stand for bytes in the texts of tokens and merges: bytes 33..126, 161..172 and 174..255 stand for
 * themselves, the other 68 in increasing order are U+0100, U+0101, ... (a space is U+0120, a line feed U+010A). A text has
 * one form in UTF-8, so two texts of this alphabet stand for the same bytes only if they are the same.
 */
final class ByteAlphabet {
    private static final int CHARACTERS = 256 + 68;
    private static final short[] BYTE_OF = bytesOfCharacters();

    private ByteAlphabet() {
    }

    /** Whether all characters of the UTF-8 text at {@code from .. to} are of this alphabet. */
    static boolean holds(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            int character = text[i];
            if (character > ' ' && character <= '~') {
                continue;
            }
            // The rest of the alphabet is from U+0080 to U+07FF: two bytes each.
            boolean pair = (character & 0xE0) == 0xC0 && i + 1 < to && (text[i + 1] & 0xC0) == 0x80;
            if (!pair) {
                return false;
            }
            i++;
            character = (character & 0x1F) << 6 | text[i] & 0x3F;
            if (character < 0x80 || character >= CHARACTERS || BYTE_OF[character] < 0) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes a text of this alphabet stands for. */
    static int count(byte[] text, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += (text[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    /** The bytes that a text of this alphabet stands for. */
    static byte[] decode(byte[] text, int from, int to) {
        byte[] decoded = new byte[count(text, from, to)];
        int end = 0;
        for (int i = from; i < to; i++) {
            int character = text[i];
            if (character < 0) {
                i++;
                character = (character & 0x1F) << 6 | text[i] & 0x3F;
            }
            decoded[end++] = (byte) BYTE_OF[character];
        }
        return decoded;
    }

    /** The UTF-8 form of the character that stands for a byte, 0 to 255. */
    static byte[] character(int value) {
        int character = 0;
        while (BYTE_OF[character] != value) {
            character++;
        }
        if (character < 0x80) {
            return new byte[] {(byte) character};
        }
        return new byte[] {(byte) (0xC0 | character >> 6), (byte) (0x80 | character & 0x3F)};
    }

    private static short[] bytesOfCharacters() {
        short[] bytes = new short[CHARACTERS];
        for (int i = 0; i < CHARACTERS; i++) {
            bytes[i] = -1;
        }
        int shifted = 256;
        for (int value = 0; value < 256; value++) {
            boolean itself = value >= 33 && value <= 126 || value >= 161 && value <= 172 || value >= 174;
            bytes[itself ? value : shifted++] = (short) value;
        }
        return bytes;
    }
}
