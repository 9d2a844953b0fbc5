package hearth.web.build;

/** The compiled module or TeaVM's runtime is not as this build expects it; the message says what was looked for. */
public final class BuildFailure extends RuntimeException {
    public BuildFailure(String message) {
        super(message);
    }
}
