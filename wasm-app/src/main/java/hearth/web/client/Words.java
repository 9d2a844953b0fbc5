package hearth.web.client;

/** Sizes, speeds and times as people say them. */
public final class Words {
    private Words() {
    }

    /** A size: "3.4 MB". */
    public static String bytes(double bytes) {
        if (bytes < 999.5) {
            return decimal(bytes, 0) + " bytes";
        }
        if (bytes < 999.5e3) {
            return decimal(bytes / 1e3, 0) + " kB";
        }
        if (bytes < 999.5e6) {
            double megabytes = bytes / 1e6;
            return decimal(megabytes, megabytes < 9.95 ? 1 : 0) + " MB";
        }
        return decimal(bytes / 1e9, 2) + " GB";
    }

    /** A time that is left: "about 2 minutes left". */
    public static String timeLeft(double seconds) {
        if (!(seconds > 0) || Double.isInfinite(seconds)) {
            return "";
        }
        if (seconds < 8) {
            return "a few seconds left";
        }
        if (seconds < 55) {
            return "about " + (int) (Math.ceil(seconds / 5) * 5) + " seconds left";
        }
        if (seconds < 55 * 60) {
            return about(Math.max(1, Math.round(seconds / 60)), "minute");
        }
        return about(Math.max(1, Math.round(seconds / 3600)), "hour");
    }

    private static String about(long count, String unit) {
        return "about " + count + " " + unit + (count == 1 ? "" : "s") + " left";
    }

    /** What a load is doing. */
    public static String phase(Progress progress, String model) {
        switch (progress.getPhase()) {
            case "resolve":
                return "Looking for " + model;
            case "download":
                return (progress.isCached() ? "Reading " + model + " from this device" : "Downloading " + model);
            case "verify":
                return "Checking " + model;
            default:
                return "Getting " + model + " ready";
        }
    }

    /** How far a load has come: "12 MB of 563 MB · 5.2 MB a second · about 2 minutes left". */
    public static String amount(Progress progress) {
        StringBuilder words = new StringBuilder(bytes(progress.getLoadedBytes()));
        if (progress.getTotalBytes() > 0) {
            words.append(" of ").append(bytes(progress.getTotalBytes()));
        }
        if (progress.getBytesPerSecond() > 0 && progress.getLoadedBytes() < progress.getTotalBytes()) {
            words.append(" · ").append(bytes(progress.getBytesPerSecond())).append(" a second");
            String left = timeLeft(progress.getSecondsLeft());
            if (!left.isEmpty()) {
                words.append(" · ").append(left);
            }
        }
        return words.toString();
    }

    /** The share that is done, 0 to 100. */
    public static int percent(Progress progress) {
        return progress.getTotalBytes() > 0 ? (int) Math.min(100, progress.getLoadedBytes() * 100 / progress.getTotalBytes()) : 0;
    }

    /** How long and how fast an answer was: "42 tokens · 102 tokens/s"; empty when nothing is known. */
    public static String speed(ChatClient.Outcome outcome) {
        StringBuilder words = new StringBuilder();
        if (outcome.tokens() >= 0) {
            words.append(outcome.tokens()).append(outcome.tokens() == 1 ? " token" : " tokens");
        }
        double speed = outcome.tokensPerSecond();
        if (speed >= 0) {
            words.append(words.length() == 0 ? "" : " · ").append(decimal(speed, speed < 9.95 ? 1 : 0)).append(" tokens/s");
        }
        return words.toString();
    }

    /** A number that is not negative, rounded: "0.0625" with three decimals is "0.063". */
    public static String decimal(double value, int decimals) {
        long scale = 1;
        for (int i = 0; i < decimals; i++) {
            scale *= 10;
        }
        long scaled = Math.round(value * scale);
        // With a leading 1, so that zeros behind the point stay.
        return scaled / scale + (decimals == 0 ? "" : "." + Long.toString(scale + scaled % scale).substring(1));
    }
}
