package hearth.web.platform;

import hearth.device.simd.KernelEntry;
import hearth.device.simd.KernelHost;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;

/** Compiles and links emitted modules over the engine's memory, at once: only in a worker, where that may take its time. */
public final class KernelModules implements KernelHost {
    private final WebAssemblyMemory memory;
    private final boolean shared;

    public KernelModules(EngineHost host) {
        this.memory = host.getMemory();
        this.shared = host.isShared();
    }

    @Override
    public boolean sharedMemory() {
        return shared;
    }

    @Override
    public int mostWorkers() {
        return 1;
    }

    @Override
    public boolean validates(byte[] module) {
        return validate(Int8Array.copyFromJavaArray(module));
    }

    @Override
    public KernelEntry instantiate(byte[] module) {
        return new ExportedEntry(link(Int8Array.copyFromJavaArray(module), memory));
    }

    /** A function reference into the module: the call goes from WebAssembly to WebAssembly through one JavaScript frame. */
    private static final class ExportedEntry implements KernelEntry {
        private final Run run;

        private ExportedEntry(Run run) {
            this.run = run;
        }

        @Override
        public void run(int control, int program) {
            run.call(control, program, 0, 1);
        }

        @Override
        public void close() {
            // The module goes with the last reference to it.
        }
    }

    @JSFunctor
    private interface Run extends JSObject {
        void call(int control, int program, int worker, int workers);
    }

    @JSBody(params = "module", script = "return WebAssembly.validate(module);")
    private static native boolean validate(Int8Array module);

    @JSBody(params = {"module", "memory"}, script = "return new WebAssembly.Instance(new WebAssembly.Module(module), {env: {memory: memory}}).exports.run;")
    private static native Run link(Int8Array module, WebAssemblyMemory memory);
}
