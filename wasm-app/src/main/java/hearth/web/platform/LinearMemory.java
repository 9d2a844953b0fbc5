package hearth.web.platform;

import hearth.program.Memory;
import org.teavm.interop.Address;

/**
 * The engine's one {@code WebAssembly.Memory}, over which its own code runs: each call is a single load or store.
 * Offsets are below 4 GiB; nothing checks them.
 */
public final class LinearMemory implements Memory {
    /** Largest block moved at once: {@link Address} counts with a signed int. */
    private static final int MOST_AT_ONCE = 1 << 30;

    private static Address at(long offset) {
        return Address.fromInt((int) offset);
    }

    @Override
    public byte getByte(long offset) {
        return at(offset).getByte();
    }

    @Override
    public void putByte(long offset, byte value) {
        at(offset).putByte(value);
    }

    @Override
    public short getShort(long offset) {
        return at(offset).getShort();
    }

    @Override
    public void putShort(long offset, short value) {
        at(offset).putShort(value);
    }

    @Override
    public int getInt(long offset) {
        return at(offset).getInt();
    }

    @Override
    public void putInt(long offset, int value) {
        at(offset).putInt(value);
    }

    @Override
    public float getFloat(long offset) {
        return at(offset).getFloat();
    }

    @Override
    public void putFloat(long offset, float value) {
        at(offset).putFloat(value);
    }

    @Override
    public void read(long offset, byte[] target, int index, int count) {
        int from = (int) offset;
        int words = count & ~3;
        for (int i = 0; i < words; i += 4) {
            int word = Address.fromInt(from + i).getInt();
            target[index + i] = (byte) word;
            target[index + i + 1] = (byte) (word >> 8);
            target[index + i + 2] = (byte) (word >> 16);
            target[index + i + 3] = (byte) (word >> 24);
        }
        for (int i = words; i < count; i++) {
            target[index + i] = Address.fromInt(from + i).getByte();
        }
    }

    @Override
    public void write(long offset, byte[] source, int index, int count) {
        int to = (int) offset;
        int words = count & ~3;
        for (int i = 0; i < words; i += 4) {
            Address.fromInt(to + i).putInt(source[index + i] & 0xFF | (source[index + i + 1] & 0xFF) << 8
                    | (source[index + i + 2] & 0xFF) << 16 | source[index + i + 3] << 24);
        }
        for (int i = words; i < count; i++) {
            Address.fromInt(to + i).putByte(source[index + i]);
        }
    }

    @Override
    public void read(long offset, float[] target, int index, int count) {
        int from = (int) offset;
        for (int i = 0; i < count; i++) {
            target[index + i] = Address.fromInt(from + 4 * i).getFloat();
        }
    }

    @Override
    public void write(long offset, float[] source, int index, int count) {
        int to = (int) offset;
        for (int i = 0; i < count; i++) {
            Address.fromInt(to + 4 * i).putFloat(source[index + i]);
        }
    }

    @Override
    public void copy(long from, long to, long bytes) {
        for (long done = 0; done < bytes; done += MOST_AT_ONCE) {
            Address.moveMemoryBlock(at(from + done), at(to + done), (int) Math.min(bytes - done, MOST_AT_ONCE));
        }
    }

    @Override
    public void clear(long offset, long bytes) {
        for (long done = 0; done < bytes; done += MOST_AT_ONCE) {
            Address.fillZero(at(offset + done), (int) Math.min(bytes - done, MOST_AT_ONCE));
        }
    }
}
