package hearth.web.engine.request;

import java.util.List;

/** Reads token ids and checks that the vocabulary has them. */
public final class TokenIds {
    private TokenIds() {
    }

    /**
     * @param path  the field's name, for the error
     * @param value the parsed JSON of the field
     * @throws hearth.web.protocol.HearthException {@code bad-request}, naming the field and the position
     */
    public static int[] read(String path, Object value, int vocabulary) {
        if (!(value instanceof List<?> list)) {
            throw Fields.wrong(path, "an array of token ids", value);
        }
        int[] ids = new int[list.size()];
        for (int i = 0; i < ids.length; i++) {
            if (!(list.get(i) instanceof Long id) || id < 0 || id >= vocabulary) {
                throw Fields.wrong(path + "[" + i + "]", "a token id from 0 to " + (vocabulary - 1), list.get(i));
            }
            ids[i] = (int) (long) id;
        }
        return ids;
    }
}
