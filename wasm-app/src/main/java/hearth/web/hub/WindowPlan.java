package hearth.web.hub;

/**
 * Which stretch of a file to ask for next. Never more than {@link #MOST_BEYOND} bytes beyond what is stored are asked for:
 * that is what a tab that ends at any moment can lose.
 */
final class WindowPlan {
    static final int MOST_BEYOND = 4 << 20;

    /** The byte after the last that has been asked for. */
    private long asked;
    private long stored;
    private final long limit;

    /**
     * @param from  the first byte wanted
     * @param limit the byte after the last that is wanted, or -1 for all
     */
    WindowPlan(long from, long limit) {
        asked = from;
        stored = from;
        this.limit = limit;
    }

    void stored(long position) {
        stored = Math.max(stored, position);
    }

    /**
     * The next stretch, or null where there is none to ask for now. Its end lies on a multiple of {@code size}, so that
     * stretches and chunks of a store end together.
     *
     * @param length the file's, or -1
     * @param size   bytes of a stretch
     * @param idle   whether nothing is under way: then any rest will do
     */
    ByteWindow next(long length, int size, boolean idle) {
        long last = last(length);
        if (last >= 0 && asked >= last) {
            return null;
        }
        long end = (asked / size + 1) * size;
        end = last < 0 ? end : Math.min(end, last);
        long bound = stored + MOST_BEYOND;
        if (end > bound) {
            if (!idle || bound <= asked) {
                return null;
            }
            end = bound;
        }
        ByteWindow next = new ByteWindow(asked, end);
        asked = end;
        return next;
    }

    /** Everything from {@code position} on is still to be asked for. */
    void backTo(long position) {
        asked = position;
    }

    /** Whether what comes before {@code position} is all that is wanted. */
    boolean ends(long position, long length) {
        long last = last(length);
        return last >= 0 && position >= last;
    }

    long last(long length) {
        if (limit < 0 || length < 0) {
            return Math.max(limit, length);
        }
        return Math.min(limit, length);
    }
}
