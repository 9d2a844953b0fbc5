package hearth.web.hub;

import java.nio.charset.StandardCharsets;

/** Parts of addresses as text. */
final class AddressText {
    private static final String HEX = "0123456789ABCDEF";
    private static final String PLAIN = "-._~!$&'()*+,;=:@/%";

    private AddressText() {
    }

    static boolean isAbsolute(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    /** A path as it stands in an address; what is escaped already stays as it is. */
    static String path(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 255);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    /** Where query or fragment of an address begin, or its length. */
    static int pathEnd(String address) {
        int end = address.length();
        for (char stop : new char[] {'?', '#'}) {
            int at = address.indexOf(stop);
            end = at >= 0 && at < end ? at : end;
        }
        return end;
    }

    /** The last part of an address's path. */
    static String fileName(String address) {
        int end = pathEnd(address);
        return address.substring(address.lastIndexOf('/', end - 1) + 1, end);
    }

    static String withoutFragment(String address) {
        int at = address.indexOf('#');
        return at < 0 ? address : address.substring(0, at);
    }

    static String lowerCase(String ascii) {
        StringBuilder out = new StringBuilder(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
        }
        return out.toString();
    }

    static boolean isSha256(String text) {
        boolean hex = text.length() == 64;
        for (int i = 0; hex && i < 64; i++) {
            char c = text.charAt(i);
            hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
        }
        return hex;
    }
}
