package hearth.web.engine.load;

/** Some bytes of a file, wherever they lie. */
public interface Piece {
    int size();

    /** Copies {@code count} bytes from {@code from} on into {@code target} at {@code index}. */
    void read(int from, byte[] target, int index, int count);

    /** Copies {@code count} bytes from {@code from} on into linear memory at {@code address}. */
    void store(int from, long address, int count);
}
