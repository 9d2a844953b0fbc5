package hearth.web.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The last step of the engine's build: from what the compiler wrote to the files that the engine's worker loads.
 * Writes {@code engine.wasm} (shared memory), {@code engine-single.wasm} (memory of one thread), {@code runtime.js} and
 * {@code worker.js}.
 */
public final class BuildEngine {
    /** TeaVM's runtime as an ES module, in teavm-core. */
    static final String RUNTIME = "/org/teavm/backend/wasm/wasm-gc-module-runtime.js";
    /** Where in memory the worker lets TeaVM's own heap start: its data must end below. The same number is in worker.js. */
    private static final int JAVA_HEAP = 1 << 20;

    private BuildEngine() {
    }

    /** Arguments: the compiled module, the folder of hand-written scripts, the folder to write to. */
    public static void main(String[] arguments) throws IOException {
        byte[] compiled = Files.readAllBytes(Path.of(arguments[0]));
        Path scripts = Path.of(arguments[1]);
        Path target = Path.of(arguments[2]);
        requireRoom(compiled);
        List<JavaScriptBody> bodies = JavaScriptBodies.of(compiled);
        Files.createDirectories(target);
        Files.write(target.resolve("engine.wasm"), MemoryImport.withLimits(compiled, true));
        Files.write(target.resolve("engine-single.wasm"), MemoryImport.withLimits(compiled, false));
        Files.writeString(target.resolve("runtime.js"),
                RuntimeScript.rewritten(teavmRuntime(), Files.readString(scripts.resolve("runtime-closures.js")), bodies));
        for (String script : new String[] {"worker.js", "kernel-worker.js", "part-reader.js"}) {
            Files.writeString(target.resolve(script), Files.readString(scripts.resolve(script)));
        }
    }

    /** TeaVM's own text of its runtime, from the pinned dependency. */
    static String teavmRuntime() throws IOException {
        try (InputStream in = BuildEngine.class.getResourceAsStream(RUNTIME)) {
            if (in == null) {
                throw new BuildFailure("teavm-core has no " + RUNTIME);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void requireRoom(byte[] compiled) {
        String requirements = new WasmSections(compiled).custom("teavm.memoryRequirements");
        String key = "\"dataSize\":";
        int at = requirements.indexOf(key);
        int end = requirements.indexOf(',', at);
        if (at < 0 || end < 0) {
            throw new BuildFailure("The module does not say how much memory its data takes: " + requirements);
        }
        int bytes = Integer.parseInt(requirements.substring(at + key.length(), end).trim());
        if (bytes > JAVA_HEAP) {
            throw new BuildFailure("The module's data takes " + bytes + " bytes, more than the " + JAVA_HEAP
                    + " that the worker sets aside for it");
        }
    }
}
