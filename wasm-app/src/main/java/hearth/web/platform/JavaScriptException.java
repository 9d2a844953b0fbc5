package hearth.web.platform;

/** An error of the platform: what a promise was rejected with, or a request failed with. */
public final class JavaScriptException extends RuntimeException {
    private final String name;

    public JavaScriptException(String name, String message) {
        super(message);
        this.name = name;
    }

    /** The error's name: {@code TypeError}, {@code AbortError}, {@code QuotaExceededError} ... */
    public String name() {
        return name;
    }

    /** Whether this is the platform's error of that name. */
    public static boolean isNamed(Throwable failure, String name) {
        return failure instanceof JavaScriptException error && error.name.equals(name);
    }
}
