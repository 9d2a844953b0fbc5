package hearth.web.store;

import hearth.web.hub.FilePart;
import hearth.web.hub.FileVersion;
import hearth.web.hub.ModelReference;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** What the store knows of a file, as it lies in the database. Numbers of bytes and times (milliseconds since 1970) are doubles. */
public abstract class StoredFile implements JSObject {
    /** Bytes of a new file's chunks: what is fetched again where one is broken. */
    private static final int CHUNK = 1 << 20;

    /**
     * The record of a file of which nothing is there yet.
     *
     * @param index which of the model's files, from 0 on
     */
    static StoredFile of(ModelReference reference, int index, FileVersion version, double now) {
        FilePart part = reference.parts().get(index);
        StoredFile file = empty();
        file.setId(part.key());
        file.setModel(reference.id());
        file.setPart(index + 1);
        file.setParts(reference.parts().size());
        file.setName(reference.name());
        file.setUrl(part.url());
        file.setSha256(part.sha256());
        file.setEtag(version.etag());
        file.setLastModified(version.lastModified());
        file.setBytes(version.bytes());
        file.setChunkBytes(CHUNK);
        file.setStoredBytes(0);
        file.setComplete(false);
        file.setCreatedAt(now);
        file.setUsedAt(now);
        return file;
    }

    final FileVersion version() {
        return new FileVersion(getEtag(), getLastModified(), (long) getBytes());
    }

    /** Whether every byte is there, be it not marked complete yet. */
    final boolean isWhole() {
        return isComplete() || getBytes() > 0 && getStoredBytes() == getBytes();
    }

    /** How what is stored is cut. */
    final ChunkLayout layout() {
        return new ChunkLayout((long) getStoredBytes(), getChunkBytes());
    }

    /** Bytes of each chunk but the last. */
    @JSProperty
    abstract int getChunkBytes();

    @JSProperty
    abstract void setChunkBytes(int bytes);

    @JSBody(script = "return {};")
    private static native StoredFile empty();

    @JSProperty
    public abstract String getId();

    @JSProperty
    abstract void setId(String id);

    /** The id of the model that the file belongs to. */
    @JSBody(script = "return this.model;")
    public native String model();

    @JSProperty
    abstract void setModel(String id);

    /** Which of the model's files this is, from 1 on. */
    @JSBody(script = "return this.part;")
    public native int part();

    @JSProperty
    abstract void setPart(int number);

    /** How many files the model has. */
    @JSBody(script = "return this.parts;")
    public native int parts();

    @JSProperty
    abstract void setParts(int count);

    /** Name of the file of its own that holds the bytes; null where they are chunks in the database. */
    @JSBody(script = "return this.place || null;")
    native String place();

    @JSProperty
    abstract void setPlace(String name);

    /** The checksum of a chunk's bytes, as far as they are counted here; -1 where it is not known. */
    @JSBody(params = "chunk", script = "const sum = this.sums ? this.sums[chunk] : undefined; return sum === undefined ? -1 : sum;")
    native double sum(int chunk);

    /** The same of {@code count} chunks from {@code first} on. */
    @JSBody(params = {"first", "count"}, script = "const known = (this.sums || []).slice(first, first + count);"
            + " return Array.from({length: count}, (_, i) => known[i] === undefined ? -1 : known[i]);")
    native JSObject sums(int first, int count);

    @JSBody(params = {"chunk", "sum"}, script = "if (!this.sums) { this.sums = []; } this.sums[chunk] = sum;")
    native void setSum(int chunk, double sum);

    /** Whether a load began that has not ended yet, or never did. */
    @JSBody(script = "return this.loading === true;")
    native boolean isLoading();

    @JSProperty
    abstract void setLoading(boolean loading);

    @JSProperty
    public abstract String getName();

    @JSProperty
    abstract void setName(String name);

    /** Where it comes from; null for a file of the user's own. */
    @JSBody(script = "return this.url || null;")
    native String url();

    @JSProperty
    abstract void setUrl(String url);

    /** Lower-case hex, or null where it was not known. */
    @JSProperty
    abstract String getSha256();

    @JSProperty
    abstract void setSha256(String sha256);

    @JSProperty
    abstract String getEtag();

    @JSProperty
    abstract void setEtag(String etag);

    @JSProperty
    abstract String getLastModified();

    @JSProperty
    abstract void setLastModified(String lastModified);

    /** The file's length, or -1 while it is not known. */
    @JSProperty
    public abstract double getBytes();

    @JSProperty
    abstract void setBytes(double bytes);

    /** Bytes of the file that are there, from its start. */
    @JSProperty
    public abstract double getStoredBytes();

    @JSProperty
    abstract void setStoredBytes(double bytes);

    /** Whether all of it is there and, where its digest was known, right. */
    @JSProperty
    public abstract boolean isComplete();

    @JSProperty
    abstract void setComplete(boolean complete);

    @JSProperty
    public abstract double getCreatedAt();

    @JSProperty
    abstract void setCreatedAt(double time);

    @JSProperty
    public abstract double getUsedAt();

    @JSProperty
    abstract void setUsedAt(double time);
}
