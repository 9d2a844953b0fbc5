package hearth.web.store;

/**
 * How a file, or its start, is cut into chunks: all of one size but the last.
 *
 * @param bytes      in all
 * @param chunkBytes of each chunk but the last
 */
record ChunkLayout(long bytes, int chunkBytes) {
    /** How many chunks there are. */
    int count() {
        return (int) ((bytes + chunkBytes - 1) / chunkBytes);
    }

    /** Offset in the file of a chunk's first byte. */
    long start(int chunk) {
        return (long) chunk * chunkBytes;
    }

    /** Bytes of a chunk. */
    int size(int chunk) {
        return (int) Math.min(chunkBytes, bytes - start(chunk));
    }

    /** Which chunk the byte at {@code position} belongs to. */
    int chunkAt(long position) {
        return (int) (position / chunkBytes);
    }
}
