package hearth.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The control and user-defined tokens, which stand for their text as a whole and are cut out of a text before anything else:
 * the longest first, each from everything that is still uncut.
 */
final class SpecialTokens {
    private static final int BUCKETS = 256;
    private static final int END = -1;

    /** By entry, the longest text first: its characters, its token, whether that is a control token. */
    private final char[][] texts;
    private final int[] ids;
    private final boolean[] control;
    /** By low byte of the first character: the first entry of a chain, and by entry the next one. */
    private final int[] firstOf = new int[BUCKETS];
    private final int[] nextOf;

    SpecialTokens(Vocabulary vocabulary) {
        List<Integer> found = new ArrayList<>();
        for (int id : vocabulary.steering()) {
            if (vocabulary.byteCount(id) > 0) {
                found.add(id);
            }
        }
        found.sort((a, b) -> vocabulary.byteCount(b) - vocabulary.byteCount(a));
        int count = found.size();
        texts = new char[count][];
        ids = new int[count];
        control = new boolean[count];
        nextOf = new int[count];
        Arrays.fill(firstOf, END);
        for (int entry = 0; entry < count; entry++) {
            ids[entry] = found.get(entry);
            texts[entry] = vocabulary.text(ids[entry]).toCharArray();
            control[entry] = vocabulary.isControl(ids[entry]);
        }
        for (int entry = count - 1; entry >= 0; entry--) {
            int bucket = bucket(texts[entry][0]);
            nextOf[entry] = firstOf[bucket];
            firstOf[bucket] = entry;
        }
    }

    private static int bucket(char first) {
        return first & BUCKETS - 1;
    }

    /**
     * The places where a text is to be cut, from its start to its end; none overlaps another.
     *
     * @param text        the text
     * @param withControl also look for control tokens; user-defined ones are found in any case
     * @return cuts to be read with {@link #place}, {@link #length(long)} and {@link #id(long)}
     */
    long[] cuts(char[] text, boolean withControl) {
        long[] occurrences = occurrences(text, withControl);
        if (occurrences.length < 2) {
            return occurrences;
        }
        // By entry, then by place: the order in which they are cut.
        for (int i = 0; i < occurrences.length; i++) {
            occurrences[i] = swapped(occurrences[i]);
        }
        Arrays.sort(occurrences);
        boolean[] taken = new boolean[text.length];
        int kept = 0;
        for (long occurrence : occurrences) {
            long cut = swapped(occurrence);
            int from = place(cut);
            int to = from + length(cut);
            // What was cut before is not shorter, so it does not lie inside of this one.
            if (!taken[from] && !taken[to - 1]) {
                Arrays.fill(taken, from, to, true);
                occurrences[kept++] = cut;
            }
        }
        long[] cuts = Arrays.copyOf(occurrences, kept);
        Arrays.sort(cuts);
        return cuts;
    }

    /** Where in the text a cut starts. */
    static int place(long cut) {
        return (int) (cut >>> 32);
    }

    /** How many UTF-16 units a cut has. */
    int length(long cut) {
        return texts[(int) cut].length;
    }

    /** The token that a cut becomes. */
    int id(long cut) {
        return ids[(int) cut];
    }

    /** The token of this text, or -1. */
    int find(String text) {
        for (int entry = 0; entry < texts.length; entry++) {
            if (texts[entry].length == text.length() && text.equals(new String(texts[entry]))) {
                return ids[entry];
            }
        }
        return -1;
    }

    /** The texts of all control tokens, the longest first. */
    String[] controlTexts() {
        List<String> found = new ArrayList<>();
        for (int entry = 0; entry < texts.length; entry++) {
            if (control[entry]) {
                found.add(new String(texts[entry]));
            }
        }
        return found.toArray(new String[0]);
    }

    /** Every occurrence of every token, as place and entry, whether or not they overlap. */
    private long[] occurrences(char[] text, boolean withControl) {
        long[] found = new long[16];
        int count = 0;
        for (int at = 0; at < text.length; at++) {
            for (int entry = firstOf[bucket(text[at])]; entry != END; entry = nextOf[entry]) {
                if ((withControl || !control[entry]) && startsWith(text, at, texts[entry])) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    found[count++] = (long) at << 32 | entry;
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static long swapped(long pair) {
        return pair << 32 | pair >>> 32;
    }

    private static boolean startsWith(char[] text, int at, char[] start) {
        if (text.length - at < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (text[at + i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
