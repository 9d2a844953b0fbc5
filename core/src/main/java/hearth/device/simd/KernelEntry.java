package hearth.device.simd;

/** An emitted module, ready to run, see {@link hearth.device.simd.kernel.Kernels}. */
public interface KernelEntry {
    /**
     * Runs a program, with the workers that the host lets take part.
     *
     * @param control address of the control block
     * @param program address of the first operation's record
     */
    void run(int control, int program);

    /** Lets go of the module. */
    void close();
}
