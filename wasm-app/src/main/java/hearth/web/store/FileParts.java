package hearth.web.store;

import hearth.web.platform.Blobs;
import org.teavm.jso.file.Blob;

import java.util.ArrayList;
import java.util.List;

/**
 * What is there of a file from some offset on, cut into parts that can be read all at once: one blob after another. Blobs that
 * are chunks are parts as they are: Chromium takes longer for several that are joined to one.
 */
public final class FileParts {
    /** Bytes of a part of a file that the user picked. */
    private static final int PART = 16 << 20;

    private final long start;
    private final List<Blob> blobs = new ArrayList<>();
    private final List<Long> ends = new ArrayList<>();

    /** @param start offset in the file of the first part */
    FileParts(long start) {
        this.start = start;
    }

    /** Bytes {@code from} to {@code to - 1} of a blob that is the whole file. */
    static FileParts of(Blob file, long from, long to) {
        FileParts parts = new FileParts(from);
        for (long at = from; at < to; at += PART) {
            long end = Math.min(at + PART, to);
            parts.add(Blobs.slice(file, at, end), end - at);
        }
        return parts;
    }

    /** Adds the next bytes. */
    void add(Blob blob, long bytes) {
        ends.add(end(blobs.size()) + bytes);
        blobs.add(blob);
    }

    public Blob[] blobs() {
        return blobs.toArray(new Blob[0]);
    }

    /** Offsets in the file after each part. */
    public long[] ends() {
        long[] all = new long[ends.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = ends.get(i);
        }
        return all;
    }

    /** Offset in the file after the first {@code count} parts. */
    long end(int count) {
        return count == 0 ? start : ends.get(count - 1);
    }

    int count() {
        return blobs.size();
    }
}
