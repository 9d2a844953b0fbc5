package hearth.model;

import hearth.program.Program;
import hearth.program.State;
import hearth.program.StateType;
import hearth.program.Weights;
import java.util.List;

/** A model of a file, ready to be written as programs. */
public interface Model {
    /** Tokens of the vocabulary. */
    int vocabulary();

    /** Longest context that the model was trained for, in tokens. */
    int trainedContext();

    /** Trained values in all tensors that the model uses. */
    long parameters();

    /** Every tensor that the programs read. */
    Weights weights();

    /**
     * The programs for a context of {@code contextLength} tokens: one for single tokens (decode) and one for up to
     * {@code prefillBatch}; both work on the same states. {@code cache} is how the KV cache is kept.
     */
    Programs programs(int contextLength, int prefillBatch, StateType cache);

    /**
     * @param decode  a program for 1 token
     * @param prefill a program for many
     * @param states  all states of both
     */
    record Programs(Program decode, Program prefill, List<State> states) {
    }
}
