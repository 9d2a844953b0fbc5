package hearth.web.store;

/** Is told how a file comes along. Must be quick. */
public interface TransferListener {
    /**
     * @param loadedBytes    bytes handed on so far
     * @param totalBytes     bytes of the file, or -1
     * @param bytesPerSecond lately
     * @param secondsLeft    at that speed, or -1 where it is not known
     * @param cached         whether all of the file is already on this device
     */
    void progress(long loadedBytes, long totalBytes, double bytesPerSecond, double secondsLeft, boolean cached);

    /** Something the user should know although the load goes on, in words. */
    void notice(String text);
}
