package hearth.program;

/** A named block of numbers that operations read or write. */
public sealed interface Tensor permits Weight, Activation, State {
    String name();
}
