package hearth.web.hub;

/** A date in the form that HTTP prescribes, "Sun, 06 Nov 1994 08:49:37 GMT", and in the two that it calls obsolete. */
final class HttpDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int[] DAYS_BEFORE = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

    private HttpDate() {
    }

    /** Milliseconds since 1970, or -1 where the text is no such date. */
    static double milliseconds(String text) {
        int comma = text.indexOf(',');
        String[] words = words(comma < 0 ? text : text.substring(comma + 1).replace('-', ' '));
        if (comma < 0 && words.length == 5) {
            return of(words[2], words[1], words[4], words[3]);
        }
        return comma >= 0 && words.length == 5 && words[4].equals("GMT") ? of(words[0], words[1], words[2], words[3]) : -1;
    }

    private static double of(String day, String month, String year, String time) {
        long d = ContentRange.number(day);
        int m = month.length() == 3 ? MONTHS.indexOf(month) : -1;
        long y = ContentRange.number(year);
        boolean clock = time.length() == 8 && time.charAt(2) == ':' && time.charAt(5) == ':';
        if (d < 1 || d > 31 || m < 0 || m % 3 != 0 || y < 0 || y > 9999 || !clock) {
            return -1;
        }
        long hours = ContentRange.number(time.substring(0, 2));
        long minutes = ContentRange.number(time.substring(3, 5));
        long seconds = ContentRange.number(time.substring(6));
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) {
            return -1;
        }
        if (year.length() == 2) {
            y += y < 70 ? 2000 : 1900;
        }
        return ((days(y, m / 3, d) * 24 + hours) * 60 + minutes) * 60_000.0 + seconds * 1000.0;
    }

    /** Days since 1970. */
    private static long days(long year, int month, long day) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        long before = year - 1;
        long leapDays = before / 4 - before / 100 + before / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
        return (year - 1970) * 365 + leapDays + DAYS_BEFORE[month] + (leap && month > 1 ? 1 : 0) + day - 1;
    }

    private static String[] words(String text) {
        int count = 0;
        String[] found = new String[8];
        for (int from = 0; from < text.length() && count < found.length; ) {
            int end = text.indexOf(' ', from);
            end = end < 0 ? text.length() : end;
            if (end > from) {
                found[count++] = text.substring(from, end);
            }
            from = end + 1;
        }
        String[] words = new String[count];
        System.arraycopy(found, 0, words, 0, count);
        return words;
    }
}
