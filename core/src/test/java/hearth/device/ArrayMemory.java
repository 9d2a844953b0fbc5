package hearth.device;

import hearth.program.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Linear memory in a byte array. */
public final class ArrayMemory implements Memory {
    private final byte[] bytes;
    private final ByteBuffer buffer;

    public ArrayMemory(int size) {
        bytes = new byte[size];
        buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public byte getByte(long offset) {
        return bytes[(int) offset];
    }

    @Override
    public void putByte(long offset, byte value) {
        bytes[(int) offset] = value;
    }

    @Override
    public short getShort(long offset) {
        return buffer.getShort((int) offset);
    }

    @Override
    public void putShort(long offset, short value) {
        buffer.putShort((int) offset, value);
    }

    @Override
    public int getInt(long offset) {
        return buffer.getInt((int) offset);
    }

    @Override
    public void putInt(long offset, int value) {
        buffer.putInt((int) offset, value);
    }

    @Override
    public float getFloat(long offset) {
        return buffer.getFloat((int) offset);
    }

    @Override
    public void putFloat(long offset, float value) {
        buffer.putFloat((int) offset, value);
    }

    @Override
    public void read(long offset, byte[] target, int index, int count) {
        System.arraycopy(bytes, (int) offset, target, index, count);
    }

    @Override
    public void write(long offset, byte[] source, int index, int count) {
        System.arraycopy(source, index, bytes, (int) offset, count);
    }

    @Override
    public void read(long offset, float[] target, int index, int count) {
        for (int i = 0; i < count; i++) {
            target[index + i] = getFloat(offset + 4L * i);
        }
    }

    @Override
    public void write(long offset, float[] source, int index, int count) {
        for (int i = 0; i < count; i++) {
            putFloat(offset + 4L * i, source[index + i]);
        }
    }

    @Override
    public void copy(long from, long to, long count) {
        System.arraycopy(bytes, (int) from, bytes, (int) to, (int) count);
    }

    @Override
    public void clear(long offset, long count) {
        Arrays.fill(bytes, (int) offset, (int) (offset + count), (byte) 0);
    }
}
