package hearth.web.engine;

import hearth.device.Runner;
import hearth.device.simd.SimdModel;
import hearth.device.simd.WeightParts;
import hearth.web.engine.load.WeightTarget;
import hearth.web.engine.model.LoadedModel;

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

    /** Whether {@link #parts} can cut what remains. */
    boolean takesParts() {
        return model.weights().divisible();
    }

    /**
     * Cuts what remains into parts.
     *
     * @param segmentBytes how many bytes of a part come at a time
     * @param ends         file offsets after each part
     */
    WeightParts parts(int segmentBytes, long[] ends) {
        return model.weights().parts(segmentBytes, ends);
    }

    /**
     * All parts are loaded.
     *
     * @throws hearth.format.ModelFileException where they hold values that no model has
     */
    void join() {
        model.weights().join();
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
        return new LoadedModel.Footprint(model.weightBytes(), model.stateBytes(), model.cache());
    }
}
