package hearth.web.engine.load;

import hearth.device.Runner;
import hearth.format.Gguf;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.request.ContextOptions;

/** A model that waits for its weights: the data section of the file, in order, by way of a buffer in linear memory. */
public interface WeightTarget {
    /** Makes room for models. */
    interface Device {
        /**
         * @param head    the head of the model's file
         * @param context what is asked of its context
         * @throws hearth.format.ModelFileException where the engine cannot run it
         */
        WeightTarget prepare(Gguf head, ContextOptions context);
    }

    /** Where the next bytes are to be put. */
    long buffer();

    /** How many bytes fit there. */
    int capacity();

    /**
     * Takes {@code count} bytes from the buffer.
     *
     * @throws hearth.format.ModelFileException where they hold values that no model has
     */
    void accept(int count);

    /** Whether all weights are in place. */
    boolean complete();

    /** Frees what only loading needed. Called once, when it is {@link #complete()}. */
    void finish();

    /** The model, which can compute once it is {@link #complete()}. Closing it frees everything. */
    Runner runner();

    LoadedModel.Footprint footprint();
}
