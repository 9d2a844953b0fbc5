package hearth.text;

/**
 * The characters that stand for bytes in the texts of tokens and merges: bytes 33..126, 161..172 and 174..255 stand for
 * themselves, the other 68 in increasing order are U+0100, U+0101, ... (a space is U+0120, a line feed U+010A).
 */
final class ByteAlphabet {
    private static final int CHARACTERS = 256 + 68;
    private static final short[] BYTE_OF = bytesOfCharacters();

    private ByteAlphabet() {
    }

    /**
     * Turns a text of this alphabet into the bytes that it stands for.
     *
     * @param text    UTF-8 bytes that hold the text at {@code from .. to}
     * @param written takes the bytes at {@code at}; at most {@code to - from} of them
     * @return how many bytes were written, or -1 if the text has a character that is not of the alphabet
     */
    static int decode(byte[] text, int from, int to, byte[] written, int at) {
        int end = at;
        for (int i = from; i < to; i++) {
            int character = text[i] & 0xFF;
            if (character >= 0x80) {
                // All of the alphabet is below U+0800, so no sequence has more than two bytes.
                boolean pair = character >= 0xC2 && character < 0xE0 && i + 1 < to && (text[i + 1] & 0xC0) == 0x80;
                if (!pair) {
                    return -1;
                }
                i++;
                character = (character & 0x1F) << 6 | text[i] & 0x3F;
            }
            if (character >= CHARACTERS || BYTE_OF[character] < 0) {
                return -1;
            }
            written[end++] = (byte) BYTE_OF[character];
        }
        return end - at;
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
