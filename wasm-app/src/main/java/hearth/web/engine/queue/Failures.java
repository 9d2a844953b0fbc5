package hearth.web.engine.queue;

import hearth.device.simd.OutOfLinearMemoryException;
import hearth.format.ModelFileException;
import hearth.generate.ContextFullException;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

/** What the failures of the engine's parts mean to users. */
public final class Failures {
    private Failures() {
    }

    /** The failure as users see it. */
    public static HearthException of(Throwable failure) {
        if (failure instanceof HearthException known) {
            return known;
        }
        if (failure instanceof ModelFileException file) {
            return file.isUnsupported()
                    ? new HearthException(ErrorCode.UNSUPPORTED_MODEL, file.getMessage(), "Choose another model, or another file of it.", file)
                    : new HearthException(ErrorCode.BAD_MODEL, file.getMessage(),
                            "Check that the address leads to a whole GGUF file, remove the stored copy, and load it again.", file);
        }
        if (failure instanceof ContextFullException full) {
            return contextFull(full.getMessage());
        }
        if (failure instanceof OutOfLinearMemoryException) {
            return outOfMemory(failure.getMessage(), failure);
        }
        if (failure instanceof OutOfMemoryError) {
            return outOfMemory("The browser granted too little memory", failure);
        }
        String message = failure.getMessage();
        return new HearthException(ErrorCode.INTERNAL, "A fault in Hearth: " + (message != null ? message : failure.getClass().getName()),
                "Load the model again; if it happens again, report it with this message.", failure);
    }

    /** Tokens that do not fit into the context. */
    public static HearthException contextFull(String message) {
        return new HearthException(ErrorCode.CONTEXT_FULL, message,
                "Shorten the conversation, or load the model with a larger contextLength.");
    }

    /** Memory that was not granted. */
    public static HearthException outOfMemory(String message, Throwable cause) {
        return new HearthException(ErrorCode.OUT_OF_MEMORY, message,
                "Close other tabs, load the model with a smaller contextLength or with kvCache 'q8', or choose a smaller model.", cause);
    }
}
