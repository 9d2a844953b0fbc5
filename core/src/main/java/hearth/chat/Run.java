package hearth.chat;

/**
 * The state of one render: where it stands, the marks on the user's text, and what is left of its budget. A template
 * comes with a model file from anywhere, so time, memory and stack are bounded.
 */
final class Run {
    /** Deeper evaluation is refused: a stack overflow cannot be caught in a browser. */
    static final int MAX_DEPTH = 400;

    /** UTF-16 units of one text. */
    static final int MAX_TEXT = 1 << 24;

    /** Items of one list. */
    static final int MAX_ITEMS = 1 << 20;

    /** Steps of one render: far more than long conversations take, yet done within seconds. */
    private static final long BUDGET = 10_000_000;

    /** Units of text, or pairs of them compared, that cost as much as one step. */
    private static final int UNITS_PER_STEP = 4;

    private final TextMarks marks;
    private long budget = BUDGET;
    private int depth;
    private int line = 1;

    Run(TextMarks marks) {
        this.marks = marks;
    }

    TextMarks marks() {
        return marks;
    }

    /** One level deeper, at the given line of the template. */
    void enter(int line) {
        this.line = line;
        if (++depth > MAX_DEPTH) {
            throw fail("nested too deeply");
        }
        spend(1);
    }

    void leave() {
        depth--;
    }

    /** Says where the template stands, after parts of an expression on other lines were evaluated. */
    void at(int line) {
        this.line = line;
    }

    /** Accounts for {@code units} of text looked at. */
    void reads(long units) {
        spend(units / UNITS_PER_STEP);
    }

    /** Accounts for a search of a text in another: the longer the sought one, the worse the worst case. */
    void searches(long units, long sought) {
        spend(units / UNITS_PER_STEP * (1 + sought / 64));
    }

    /** Accounts for a text that grows to {@code size} by {@code added} units. */
    void writes(long size, long added) {
        if (size > MAX_TEXT) {
            throw fail("a text grows beyond " + MAX_TEXT + " units");
        }
        spend(added / UNITS_PER_STEP);
    }

    /** Accounts for a new text. */
    void writes(long size) {
        writes(size, size);
    }

    /** Accounts for a new list. */
    void collects(long items) {
        if (items > MAX_ITEMS) {
            throw fail("a list grows beyond " + MAX_ITEMS + " items");
        }
        spend(items);
    }

    void spend(long steps) {
        budget -= steps;
        if (budget < 0) {
            throw fail("does not end in reasonable time");
        }
    }

    ChatTemplateException fail(String problem) {
        return ChatTemplateException.at(line, marks.plain(problem));
    }

    ChatTemplateException raised(String text) {
        return ChatTemplateException.raised(line, marks.plain(text));
    }
}
