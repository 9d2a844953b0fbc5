package hearth.web.hub;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.ArrayList;
import java.util.List;

/** The fields of a reference to a model, checked. Each refusal is {@code bad-request} and names the field. */
final class ReferenceFields {
    private ReferenceFields() {
    }

    static String string(Object value, String field) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw bad(field + " must be a string", "Correct the field " + field + ".");
    }

    static List<String> strings(Object value, String field) {
        List<String> strings = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                strings.add(each == null ? "" : string(each, field));
            }
        } else if (value != null) {
            strings.add(string(value, field));
        }
        return strings;
    }

    static List<String> digests(Object value, String field) {
        List<String> digests = new ArrayList<>();
        for (String text : strings(value, field)) {
            if (!AddressText.isSha256(text)) {
                throw bad(field + " must be 64 hexadecimal digits, but it is '" + text + "'", "Take the digest from the page of the file.");
            }
            digests.add(AddressText.lowerCase(text));
        }
        return digests;
    }

    static HearthException bad(String message, String hint) {
        return new HearthException(ErrorCode.BAD_REQUEST, message, hint);
    }
}
