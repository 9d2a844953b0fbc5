package hearth.web.engine;

import hearth.device.Runner;
import hearth.device.simd.SimdModel;
import hearth.device.simd.WeightParts;
import hearth.web.engine.load.WeightTarget;
import hearth.web.engine.model.LoadedModel;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.PartReaders;
import org.teavm.jso.file.Blob;

/** A model of the SIMD device that waits for its weights. */
final class SimdTarget implements WeightTarget {
    private final SimdModel model;

    SimdTarget(SimdModel model) {
        this.model = model;
    }

    @Override
    public long buffer() {
        return model.weights().buffer();
    }

    @Override
    public int capacity() {
        return model.weights().capacity();
    }

    @Override
    public void accept(int count) {
        model.weights().accept(count);
    }

    /** Readies the kernels, if that has not been done; otherwise {@link #finish} does. */
    void warmUp() {
        model.warmUp();
    }

    /** Whether {@link #readParts} can take what remains. */
    boolean takesParts() {
        return model.weights().divisible();
    }

    /**
     * Loads parts of the file on all threads. May suspend.
     *
     * @param ends file offsets after each part
     * @return how many of the first parts are whole
     * @throws hearth.format.ModelFileException where they hold values that no model has
     */
    int readParts(PartReaders readers, Blob[] blobs, long[] ends, AbortSignal signal, PartReaders.Listener listener) {
        WeightParts parts = model.weights().parts(ends);
        long[] controls = new long[parts.readers()];
        for (int i = 0; i < controls.length; i++) {
            controls[i] = parts.control(i);
        }
        PartReaders.Result result = readers.read(new PartReaders.Job(parts.table(), parts.kernels(), controls, blobs), signal, listener);
        PartReaders.Refusal refusal = result.refusal();
        if (refusal != null) {
            parts.refuse(refusal.part(), refusal.segment(), refusal.reader());
        }
        if (!signal.isAborted()) {
            model.weights().join(result.whole());
        }
        return result.whole();
    }

    @Override
    public boolean complete() {
        return model.weights().complete();
    }

    @Override
    public void finish() {
        model.finishLoading();
    }

    @Override
    public Runner runner() {
        return model;
    }

    @Override
    public LoadedModel.Footprint footprint() {
        return new LoadedModel.Footprint(model.weightBytes(), model.stateBytes());
    }
}
