package hearth.device.simd.assembler;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes with the encodings that a WebAssembly module uses. */
final class Bytes {
    private byte[] bytes = new byte[256];
    private int size;

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    void u8(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) value;
    }

    void i32(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            u8(value >>> shift);
        }
    }

    /** Unsigned LEB128; the int is taken as 32 unsigned bits. */
    void unsigned(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            u8(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        u8(rest);
    }

    /** Signed LEB128. */
    void signed(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            u8((int) rest & 0x7F | 0x80);
            rest >>= 7;
        }
        u8((int) rest & 0x7F);
    }

    void name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        append(utf8, utf8.length);
    }

    void append(Bytes other) {
        append(other.bytes, other.size);
    }

    private void append(byte[] source, int count) {
        while (bytes.length < size + count) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        System.arraycopy(source, 0, bytes, size, count);
        size += count;
    }
}
