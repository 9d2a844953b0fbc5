package hearth.web.hub;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.List;

/** In which order several files make one model. */
final class FileOrder {
    /** More files than any model has: a name that claims more is not believed. */
    private static final int MOST_FILES = 1000;

    private FileOrder() {
    }

    /**
     * For each place in the model which of the files comes there. Files whose names number them go by their numbers, others
     * by the order in which they were given.
     *
     * @param names names or addresses
     * @throws HearthException {@code bad-request} where names say that the files do not belong together, or that one is missing
     *                         or given twice
     */
    static int[] of(List<String> names) {
        SplitName first = SplitName.of(names.get(0));
        int[] order = new int[names.size()];
        if (first != null) {
            requireReadable(first);
        }
        boolean[] taken = new boolean[first == null ? order.length : first.count()];
        for (int i = 0; i < order.length; i++) {
            SplitName split = SplitName.of(names.get(i));
            if ((split == null) != (first == null) || split != null && !split.belongsTo(first)) {
                throw bad("'" + shown(names.get(i)) + "' and '" + shown(names.get(0)) + "' are not files of one model");
            }
            int place = split == null ? i : split.number() - 1;
            if (taken[place]) {
                throw bad("'" + shown(names.get(i)) + "' was given twice");
            }
            taken[place] = true;
            if (place < order.length) {
                order[place] = i;
            }
        }
        for (int i = 0; i < taken.length; i++) {
            if (!taken[i]) {
                throw bad("The model has " + taken.length + " files, and '" + shown(first.at(i + 1)) + "' was not given");
            }
        }
        return order;
    }

    /** Refuses a model of more files than any has. */
    static void requireReadable(SplitName split) {
        if (split.count() > MOST_FILES) {
            throw bad("'" + shown(split.at(split.number())) + "' claims to be one of " + split.count() + " files");
        }
    }

    private static String shown(String name) {
        return AddressText.fileName(name);
    }

    private static HearthException bad(String message) {
        return new HearthException(ErrorCode.BAD_REQUEST, message, "Give all files of one model, or the name of one: the others are found by theirs.");
    }
}
