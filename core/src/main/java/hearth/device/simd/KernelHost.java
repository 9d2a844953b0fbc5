package hearth.device.simd;

/** What runs WebAssembly modules over the memory that the engine works in. */
public interface KernelHost {
    /** Whether the memory is shared between threads; modules must import it as what it is. */
    boolean sharedMemory();

    /** Whether this browser accepts the module: how features are told. */
    boolean validates(byte[] module);

    /** Most workers that may take part in a run: the calling thread and those that follow it. */
    int mostWorkers();

    /** Whether runs may have fewer workers than there are, where that is faster. */
    boolean adapts();

    /** Lets no more than {@code most} workers, at least one, take part in the runs to come; returns how many are ready to. */
    int limitWorkers(int most);

    /** Compiles the module and gives it the memory as {@code env.memory}, and {@code env.clock: () -> f64}, milliseconds. */
    KernelEntry instantiate(byte[] module);

    /** The same for the calling thread alone. */
    KernelEntry instantiateAlone(byte[] module);
}
