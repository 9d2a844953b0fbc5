package hearth.chat;

import java.util.Date;

/** A point in time on the clock of the place where the program runs, and its text after a format of {@code strftime}. */
final class LocalTime {
    private static final String[] MONTHS = {
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    };
    private static final String[] WEEKDAYS = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    private static final long SECONDS_OF_DAY = 86_400;

    private final long secondOfDay;
    private final long weekday;
    private final long year;
    private final int month;
    private final int day;
    private final long dayOfYear;

    /** @param seconds since 1970-01-01 00:00 on the local clock */
    LocalTime(long seconds) {
        long days = Math.floorDiv(seconds, SECONDS_OF_DAY);
        secondOfDay = Math.floorMod(seconds, SECONDS_OF_DAY);
        weekday = Math.floorMod(days + 4, 7L);
        // The proleptic Gregorian calendar repeats every 400 years of 146,097 days; years begin in March, so that leap days come last.
        long sinceMarch = days + 719_468;
        long era = Math.floorDiv(sinceMarch, 146_097L);
        long dayOfEra = Math.floorMod(sinceMarch, 146_097L);
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfMarchYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthOfMarchYear = (int) ((5 * dayOfMarchYear + 2) / 153);
        day = (int) (dayOfMarchYear - (153 * monthOfMarchYear + 2) / 5) + 1;
        month = monthOfMarchYear < 10 ? monthOfMarchYear + 3 : monthOfMarchYear - 9;
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        dayOfYear = month <= 2 ? dayOfMarchYear - 305 : dayOfMarchYear + (leap ? 61 : 60);
    }

    /** The only part of the old date class that is used is the offset from UTC, which needs no table of time zones. */
    @SuppressWarnings("deprecation")
    static LocalTime now() {
        Date now = new Date();
        return new LocalTime(Math.floorDiv(now.getTime(), 1000L) - now.getTimezoneOffset() * 60L);
    }

    String format(Run run, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            boolean unpadded = format.charAt(i + 1) == '-' && i + 2 < format.length();
            i += unpadded ? 2 : 1;
            String part = part(format.charAt(i));
            if (part == null) {
                throw run.fail("strftime_now: the format %" + format.charAt(i) + " is not supported");
            }
            out.append(unpadded ? withoutPadding(part) : part);
        }
        return out.toString();
    }

    private String part(char code) {
        long hour = secondOfDay / 3600;
        switch (code) {
            case 'Y':
                return Long.toString(year);
            case 'y':
                return padded(Math.floorMod(year, 100L), 2, '0');
            case 'm':
                return padded(month, 2, '0');
            case 'd':
                return padded(day, 2, '0');
            case 'e':
                return padded(day, 2, ' ');
            case 'j':
                return padded(dayOfYear, 3, '0');
            case 'H':
                return padded(hour, 2, '0');
            case 'I':
                return padded((hour + 11) % 12 + 1, 2, '0');
            case 'M':
                return padded(secondOfDay / 60 % 60, 2, '0');
            case 'S':
                return padded(secondOfDay % 60, 2, '0');
            case 'p':
                return hour < 12 ? "AM" : "PM";
            case 'B':
                return MONTHS[month - 1];
            case 'b':
            case 'h':
                return MONTHS[month - 1].substring(0, 3);
            case 'A':
                return WEEKDAYS[(int) weekday];
            case 'a':
                return WEEKDAYS[(int) weekday].substring(0, 3);
            case 'F':
                return part('Y') + "-" + part('m') + "-" + part('d');
            case 'T':
                return part('H') + ":" + part('M') + ":" + part('S');
            case '%':
                return "%";
            default:
                return null;
        }
    }

    private static String padded(long number, int width, char padding) {
        String digits = Long.toString(number);
        StringBuilder out = new StringBuilder();
        for (int i = digits.length(); i < width; i++) {
            out.append(padding);
        }
        return out.append(digits).toString();
    }

    private static String withoutPadding(String part) {
        int start = 0;
        while (start < part.length() - 1 && (part.charAt(start) == '0' || part.charAt(start) == ' ')) {
            start++;
        }
        return part.substring(start);
    }
}
