package hearth.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the head of a GGUF file (version 2 or 3) while the file arrives: header, metadata, tensor infos and the padding
 * before the data section. It trusts nothing: counts, lengths and offsets are checked against what the file can hold
 * before they are used, and memory grows only with bytes that have come. Every refusal is a {@link ModelFileException}
 * that names a file offset, a metadata key or a tensor; after one the reader is of no further use and repeats it.
 *
 * <p>Which keys and tensors must exist is for those to check who need them: a part of a split file, for one, has few.
 */
public final class GgufReader {
    private static final int MAGIC = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;
    private static final int HEADER_BYTES = 24;
    private static final int MIN_ENTRY_BYTES = 8 + 4 + 1;
    private static final int MIN_INFO_BYTES = 8 + 4 + 8 + 4 + 8;
    /** Entries and tensors: a few thousand are much; the limits keep a hostile table from costing time. */
    private static final int COUNT_LIMIT = 1 << 14;
    private static final int KEY_LIMIT = 65535;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final String ALIGNMENT_KEY = "general.alignment";
    /** The most that is copied at once, so that tensor data after the head is not copied in bulk. */
    private static final int PIECE = 1 << 16;

    private enum Stage { HEADER, KEY, VALUE, INFOS, PADDING, COMPLETE }

    private final HeadBytes in;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private Stage stage = Stage.HEADER;
    private int version;
    private int entryCount;
    private int tensorCount;
    private String key;
    private ValueReader value;
    private TensorTable table;
    private long dataOffset;
    private List<TensorInfo> tensors;
    private Gguf gguf;
    private ModelFileException failure;

    /**
     * @param fileBytes size of the whole file; -1 where it is not known yet: then tensors are checked against it by
     *                  {@link #checkSize}
     */
    public GgufReader(long fileBytes) {
        in = new HeadBytes(fileBytes);
        requireContent(fileBytes);
    }

    /**
     * Takes the next bytes of the file.
     *
     * @return how many of them belong to the head; those after them are tensor data
     */
    public int append(byte[] bytes, int from, int count) {
        if (failure != null) {
            throw failure;
        }
        int taken = 0;
        try {
            while (taken < count && stage != Stage.COMPLETE) {
                int piece = Math.min(PIECE, count - taken);
                in.add(bytes, from + taken, piece);
                taken += piece;
                advance();
            }
        } catch (ModelFileException refusal) {
            failure = refusal;
            throw refusal;
        }
        if (stage == Stage.COMPLETE) {
            taken -= in.available();
            in.skip(in.available());
        }
        return taken;
    }

    /**
     * Tells the size of the file when it is known later than at the start, at the latest when its last byte has been
     * given. Refuses where the head or a tensor does not fit into it.
     */
    public void checkSize(long fileBytes) {
        if (failure != null) {
            throw failure;
        }
        try {
            requireContent(fileBytes);
            in.fileBytes(fileBytes);
            if (tensors != null) {
                TensorTable.requireInside(tensors, fileBytes);
            } else {
                advance();
            }
        } catch (ModelFileException refusal) {
            failure = refusal;
            throw refusal;
        }
    }

    /** Whether the whole head has arrived, up to the first byte of the data section. */
    public boolean complete() {
        return stage == Stage.COMPLETE;
    }

    /** What the head says, once it is {@link #complete()}. */
    public Gguf gguf() {
        if (gguf == null) {
            throw new IllegalStateException("The head of the file has not arrived completely");
        }
        return gguf;
    }

    private static void requireContent(long fileBytes) {
        if (fileBytes == 0) {
            throw ModelFileException.damaged("The file is empty (0 bytes)");
        }
    }

    private void advance() {
        while (step()) {
            // as far as the bytes reach
        }
    }

    /** Reads one item; false where its bytes have not all arrived. */
    private boolean step() {
        return switch (stage) {
            case HEADER -> readHeader();
            case KEY -> readKey();
            case VALUE -> readValue();
            case INFOS -> readInfos();
            case PADDING -> skipPadding();
            case COMPLETE -> false;
        };
    }

    private boolean readHeader() {
        int prefix = Math.min(4, in.available());
        for (int i = 0; i < prefix; i++) {
            if (in.peekU8(i) != (MAGIC >> 8 * i & 255)) {
                return refuseForeign();
            }
        }
        if (!in.has(HEADER_BYTES)) {
            return false;
        }
        version = version(in.peekU32(4));
        long tensorsClaimed = in.peek64(8);
        long entriesClaimed = in.peek64(16);
        in.skip(HEADER_BYTES);
        tensorCount = count(tensorsClaimed, MIN_INFO_BYTES, "tensors");
        entryCount = count(entriesClaimed, MIN_ENTRY_BYTES, "metadata entries");
        stage = Stage.KEY;
        return true;
    }

    /** Waits for enough bytes to say what the file is instead, or for its end. */
    private boolean refuseForeign() {
        int given = in.available();
        if (given < ForeignFile.PREFIX && (in.fileBytes() < 0 || given < in.fileBytes())) {
            return false;
        }
        throw ForeignFile.refusal(in.text(Math.min(given, ForeignFile.PREFIX)));
    }

    private static int version(long number) {
        if ((number & 0xffff) == 0) {
            throw ModelFileException.unsupported("The file is big-endian (byte 4); this engine reads little-endian files");
        }
        if (number != 2 && number != 3) {
            throw ModelFileException.unsupported("The file has GGUF version " + number
                + " (byte 4); this engine reads versions 2 and 3");
        }
        return (int) number;
    }

    private int count(long claimed, int minBytes, String what) {
        if (claimed < 0 || claimed > in.remaining() / minBytes) {
            throw ModelFileException.damaged("The header claims " + Long.toUnsignedString(claimed) + " " + what
                + ", more than the " + in.remaining() + " bytes after it can hold");
        }
        if (claimed > COUNT_LIMIT) {
            throw ModelFileException.damaged("The header claims " + claimed + " " + what + "; the limit is " + COUNT_LIMIT);
        }
        return (int) claimed;
    }

    private boolean readKey() {
        if (values.size() == entryCount) {
            table = new TensorTable(in, tensorCount, alignment());
            stage = Stage.INFOS;
            return true;
        }
        in.reading("metadata entry ", values.size());
        if (!in.has(8)) {
            return false;
        }
        long length = in.peek64(0);
        if (length < 1 || length > KEY_LIMIT) {
            throw in.damaged(in.position(), "has a key of " + Long.toUnsignedString(length) + " bytes; allowed are 1 to "
                + KEY_LIMIT);
        }
        if (!in.has(8 + length + 4)) {
            return false;
        }
        in.skip(8);
        key = in.name((int) length);
        in.reading("metadata key ", shown(key));
        if (values.containsKey(key)) {
            throw in.damaged(in.position() - length, "appears a second time");
        }
        ValueType type = ValueType.byId(in.peekU32(0));
        if (type == null) {
            throw in.damaged(in.position(), "has the unknown value type " + in.peekU32(0));
        }
        in.skip(4);
        value = new ValueReader(in, type);
        stage = Stage.VALUE;
        return true;
    }

    private boolean readValue() {
        if (!value.read()) {
            return false;
        }
        if (key.equals(ALIGNMENT_KEY) && value.type() != ValueType.U32) {
            throw ModelFileException.damaged("Metadata key " + ALIGNMENT_KEY + " is not of type u32");
        }
        values.put(key, value.value());
        value = null;
        stage = Stage.KEY;
        return true;
    }

    private long alignment() {
        if (!(values.get(ALIGNMENT_KEY) instanceof Long given)) {
            return DEFAULT_ALIGNMENT;
        }
        long alignment = given;
        if (alignment < 8 || alignment > 65536 || (alignment & alignment - 1) != 0) {
            throw ModelFileException.damaged("Metadata key " + ALIGNMENT_KEY + " is " + alignment
                + ", no power of two from 8 to 65536");
        }
        return alignment;
    }

    private boolean readInfos() {
        if (!table.read()) {
            return false;
        }
        // A file without tensors needs no data section, so it need not be padded up to one.
        long alignment = tensorCount == 0 ? 1 : alignment();
        dataOffset = (in.position() + alignment - 1) / alignment * alignment;
        tensors = table.placed(dataOffset);
        if (in.fileBytes() >= 0) {
            TensorTable.requireInside(tensors, in.fileBytes());
        }
        stage = Stage.PADDING;
        return true;
    }

    private boolean skipPadding() {
        int part = (int) Math.min(dataOffset - in.position(), in.available());
        in.skip(part);
        if (in.position() < dataOffset) {
            return false;
        }
        gguf = new Gguf(version, new Metadata(values), tensors, dataOffset);
        stage = Stage.COMPLETE;
        return false;
    }

    /** A key as messages show it: a hostile one may have 65535 characters. */
    private static String shown(String key) {
        return key.length() <= 100 ? key : key.substring(0, 100) + "...";
    }
}
