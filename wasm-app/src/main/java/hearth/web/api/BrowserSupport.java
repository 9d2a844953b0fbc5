package hearth.web.api;

import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** Finds out what this browser can do, by handing it the smallest modules that use each feature. */
final class BrowserSupport {
    /** The answer, as the page's own code reads it. */
    interface Answer extends JSObject {
        @JSProperty
        boolean isSupported();

        @JSProperty
        String getMessage();
    }

    /** A module with one type: a struct with one mutable 8-bit field. */
    private static final byte[] GARBAGE_COLLECTION = module(1, 5, 1, 0x5f, 1, 0x78, 1);
    /** A function that splats a constant over a vector. */
    private static final byte[] SIMD = module(1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0x41, 0, 0xfd, 0x0f, 0x0b);
    /** A function with the relaxed dot product of signed bytes. */
    private static final byte[] RELAXED_SIMD = module(1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0,
            10, 15, 1, 13, 0, 0x41, 0, 0xfd, 0x0f, 0x41, 0, 0xfd, 0x0f, 0xfd, 0x92, 2, 0x0b);

    private BrowserSupport() {
    }

    /** The answer of {@code Hearth.support()}. */
    static JSObject describe() {
        boolean garbageCollection = validates(GARBAGE_COLLECTION);
        boolean simd = validates(SIMD);
        boolean worker = has("Worker");
        boolean storage = has("indexedDB");
        List<String> missing = new ArrayList<>();
        if (!has("WebAssembly")) {
            missing.add("WebAssembly");
        } else {
            if (!garbageCollection) {
                missing.add("garbage collection in WebAssembly");
            }
            if (!simd) {
                missing.add("SIMD in WebAssembly");
            }
        }
        if (!worker) {
            missing.add("workers");
        }
        return answer(missing.isEmpty(), missing.toArray(new String[0]), words(missing, storage), garbageCollection, simd,
                validates(RELAXED_SIMD), isolated(), storage, hasGpu());
    }

    /** What is missing and what to do about it, in words; empty when nothing is. */
    private static String words(List<String> missing, boolean storage) {
        if (missing.isEmpty()) {
            return storage ? "This browser can run Hearth."
                    : "This browser can run Hearth, but keeps nothing: models are downloaded again each time.";
        }
        StringBuilder words = new StringBuilder("This browser cannot run Hearth: it lacks ");
        for (int i = 0; i < missing.size(); i++) {
            words.append(i == 0 ? "" : i == missing.size() - 1 ? " and " : ", ").append(missing.get(i));
        }
        return words.append(". Chrome and Edge 119, Firefox 120 and Safari 18.2, and later ones, have what it needs.").toString();
    }

    private static byte[] module(int... sections) {
        byte[] bytes = new byte[8 + sections.length];
        bytes[1] = 'a';
        bytes[2] = 's';
        bytes[3] = 'm';
        bytes[4] = 1;
        for (int i = 0; i < sections.length; i++) {
            bytes[8 + i] = (byte) sections[i];
        }
        return bytes;
    }

    @JSBody(params = "module", script = "return typeof WebAssembly === 'object' && WebAssembly.validate(new Uint8Array(module));")
    private static native boolean validates(byte[] module);

    @JSBody(params = "name", script = "return typeof globalThis[name] !== 'undefined' && globalThis[name] !== null;")
    private static native boolean has(String name);

    @JSBody(script = "return globalThis.crossOriginIsolated === true;")
    private static native boolean isolated();

    @JSBody(script = "return typeof navigator === 'object' && 'gpu' in navigator;")
    private static native boolean hasGpu();

    @JSBody(params = {"supported", "missing", "message", "gc", "simd", "relaxed", "isolated", "storage", "gpu"},
            script = "return {supported: supported, missing: missing, message: message, garbageCollection: gc, simd: simd,"
                    + " relaxedSimd: relaxed, threads: isolated, storage: storage, webgpu: gpu};")
    private static native JSObject answer(boolean supported, String[] missing, String message, boolean gc, boolean simd,
            boolean relaxed, boolean isolated, boolean storage, boolean gpu);
}
