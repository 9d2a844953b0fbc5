package hearth.web.protocol;

/** The steps of loading a model, in their order: the {@code phase} of a progress report. */
public final class Phase {
    public static final String RESOLVE = "resolve";
    public static final String DOWNLOAD = "download";
    public static final String VERIFY = "verify";
    public static final String LOAD = "load";
    public static final String COMPILE = "compile";
    public static final String READY = "ready";

    private Phase() {
    }
}
