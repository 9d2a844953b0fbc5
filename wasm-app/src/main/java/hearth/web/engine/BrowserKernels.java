package hearth.web.engine;

import hearth.device.simd.KernelEntry;
import hearth.device.simd.KernelHost;
import hearth.web.platform.EngineHost;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;

/** Compiles kernels in this browser, over the engine's own memory. */
final class BrowserKernels implements KernelHost {
    private final EngineHost host;

    BrowserKernels(EngineHost host) {
        this.host = host;
    }

    @Override
    public boolean sharedMemory() {
        return host.isShared();
    }

    @Override
    public boolean validates(byte[] module) {
        return validate(Int8Array.copyFromJavaArray(module));
    }

    @Override
    public KernelEntry instantiate(byte[] module) {
        return new Entry(instantiate(Int8Array.copyFromJavaArray(module), host.getMemory()));
    }

    @JSBody(params = "module", script = "return WebAssembly.validate(module);")
    private static native boolean validate(Int8Array module);

    @JSBody(params = {"module", "memory"}, script =
            "return new WebAssembly.Instance(new WebAssembly.Module(module), {env: {memory: memory}}).exports.run;")
    private static native JSObject instantiate(Int8Array module, JSObject memory);

    /** The exported function of a compiled module. */
    private static final class Entry implements KernelEntry {
        private final JSObject function;

        Entry(JSObject function) {
            this.function = function;
        }

        @Override
        public void run(int control, int program, int worker, int workers) {
            run(function, control, program, worker, workers);
        }

        @JSBody(params = {"run", "control", "program", "worker", "workers"}, script = "run(control, program, worker, workers);")
        private static native void run(JSObject run, int control, int program, int worker, int workers);
    }
}
