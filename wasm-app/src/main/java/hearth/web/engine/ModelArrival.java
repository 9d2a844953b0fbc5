package hearth.web.engine;

import hearth.device.simd.SimdDevice;
import hearth.device.simd.WeightParts;
import hearth.format.Gguf;
import hearth.format.GgufPart;
import hearth.web.engine.load.LoadProgress;
import hearth.web.engine.load.ModelAssembly;
import hearth.web.engine.load.WeightTarget;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.request.ContextOptions;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.PartReaders;
import hearth.web.platform.WebAssemblyMemory;
import hearth.web.protocol.Phase;
import hearth.web.store.ChunkConsumer;
import hearth.web.store.StoredParts;
import org.teavm.jso.typedarrays.Uint8Array;

import java.util.List;

/** A model that is made of a file's bytes as its source hands them on: in order, or by all threads at once. */
final class ModelArrival implements ChunkConsumer {
    private final ModelAssembly assembly;
    private final WebAssemblyMemory memory;
    private final PartReaders readers;
    private final AbortSignal signal;
    /** Null until the file's head is there. */
    private SimdTarget target;

    ModelArrival(LoadedModel.Origin origin, List<GgufPart> following, ContextOptions context, SimdDevice device, WebAssemblyMemory memory,
            PartReaders readers, LoadProgress progress, AbortSignal signal) {
        this.memory = memory;
        this.readers = readers;
        this.signal = signal;
        assembly = new ModelAssembly(origin, following, context, new WeightTarget.Device() {
            @Override
            public WeightTarget prepare(Gguf head, ContextOptions options) {
                progress.phase(Phase.COMPILE);
                target = new SimdTarget(options.kvCache() == null ? device.prepare(head, options.length())
                        : device.prepare(head, options.length(), options.kvCache()));
                return target;
            }
        });
    }

    @Override
    public void accept(Uint8Array bytes, long fileOffset) {
        boolean begun = target != null;
        assembly.accept(new BytesPiece(bytes, memory));
        if (begun) {
            target.warmUp();
        }
    }

    @Override
    public void expects(long bytes) {
        readers.ready(bytes);
    }

    @Override
    public boolean takesParts() {
        return readers.several() && target != null && target.takesParts();
    }

    @Override
    public void acceptParts(StoredParts stored) {
        long[] starts = new long[stored.count()];
        long[] ends = new long[stored.count()];
        for (int i = 0; i < ends.length; i++) {
            starts[i] = stored.start(i);
            ends[i] = stored.end(i);
        }
        WeightParts parts = target.parts(stored.chunkBytes(), ends);
        readers.read(parts, new PartReaders.File(stored.handle(), starts, stored.sums()), signal, new PartReaders.Listener() {
            @Override
            public void begun() {
                target.warmUp();
                assembly.finishTokenizer();
            }

            @Override
            public void loaded(long bytes) {
                stored.taken(bytes);
            }
        });
        for (int i = 0; i < ends.length && !signal.isAborted(); i++) {
            if (!parts.isDone(i)) {
                load(parts, stored, i);
            }
        }
        if (!signal.isAborted()) {
            target.join();
            assembly.passed(ends[ends.length - 1]);
        }
    }

    /** What threads could not load is read again here, which mends what can be mended, and finds what is wrong with the model. */
    private void load(WeightParts parts, StoredParts stored, int part) {
        for (int chunk = 0; chunk < parts.segments(part); chunk++) {
            Uint8Array bytes = stored.read(part, chunk);
            new BytesPiece(bytes, memory).store(0, parts.place(part, chunk), bytes.getLength());
            parts.load(part, chunk);
        }
    }

    /** The model, once all has arrived; see {@link ModelAssembly#finish}. */
    LoadedModel finish(List<String> notices) {
        return assembly.finish(notices);
    }

    /** Frees what was made so far. */
    void discard() {
        assembly.discard();
    }
}
