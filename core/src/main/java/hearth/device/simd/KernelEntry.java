package hearth.device.simd;

/** The entry of an emitted module. */
public interface KernelEntry {
    /**
     * Does one worker's part of a program.
     *
     * @param control address of the control block
     * @param program address of the first operation's record
     * @param worker  number of this worker, from 0
     * @param workers how many take part
     */
    void run(int control, int program, int worker, int workers);
}
