package hearth.text;

import java.util.Arrays;

/** One text on its way to tokens: collects the ids of its parts in order. */
final class Encoding {
    private final PreTokenizer preTokenizer;
    private final MergeLoop mergeLoop;
    private final int[] byteIds;
    private int[] ids;
    private int count;

    /**
     * @param byteIds   by byte: the token that stands for it alone
     * @param estimated about how many ids are expected
     */
    Encoding(PreTokenizer preTokenizer, Merges merges, int[] byteIds, int estimated) {
        this.preTokenizer = preTokenizer;
        this.mergeLoop = new MergeLoop(merges);
        this.byteIds = byteIds;
        this.ids = new int[Math.max(16, estimated)];
    }

    /** Adds a special token. */
    void add(int id) {
        reserve(1);
        ids[count++] = id;
    }

    /** Adds plain text, the part {@code from .. to} of well-formed UTF-16. */
    void addPlain(char[] text, int from, int to) {
        for (int at = from; at < to;) {
            int end = preTokenizer.pieceEnd(text, at, to);
            int start = count;
            addBytes(text, at, end);
            count = mergeLoop.run(ids, start, count);
            at = end;
        }
    }

    int[] ids() {
        return Arrays.copyOf(ids, count);
    }

    /** Adds the tokens of the single bytes of the text's UTF-8 form. */
    private void addBytes(char[] text, int from, int to) {
        reserve(3 * (to - from));
        for (int i = from; i < to; i++) {
            int c = text[i];
            if (c < 0x80) {
                ids[count++] = byteIds[c];
            } else if (c < 0x800) {
                ids[count++] = byteIds[0xC0 | c >> 6];
                ids[count++] = byteIds[0x80 | c & 0x3F];
            } else if (Character.isHighSurrogate(text[i])) {
                int codePoint = Character.toCodePoint(text[i], text[++i]);
                ids[count++] = byteIds[0xF0 | codePoint >> 18];
                ids[count++] = byteIds[0x80 | codePoint >> 12 & 0x3F];
                ids[count++] = byteIds[0x80 | codePoint >> 6 & 0x3F];
                ids[count++] = byteIds[0x80 | codePoint & 0x3F];
            } else {
                ids[count++] = byteIds[0xE0 | c >> 12];
                ids[count++] = byteIds[0x80 | c >> 6 & 0x3F];
                ids[count++] = byteIds[0x80 | c & 0x3F];
            }
        }
    }

    private void reserve(int more) {
        if (ids.length - count < more) {
            ids = Arrays.copyOf(ids, Math.max(count + more, 2 * ids.length));
        }
    }
}
