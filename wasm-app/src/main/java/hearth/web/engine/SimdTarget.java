package hearth.web.engine;

import hearth.device.Runner;
import hearth.device.simd.SimdModel;
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
