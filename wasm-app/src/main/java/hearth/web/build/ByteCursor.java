package hearth.web.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A position in the bytes of a WebAssembly module, with the encodings that such a module uses. */
final class ByteCursor {
    private final byte[] bytes;
    private int at;

    ByteCursor(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    int at() {
        return at;
    }

    void moveTo(int offset) {
        if (offset < 0 || offset > bytes.length) {
            throw new BuildFailure("The module ends in the middle of something: offset " + offset + " of " + bytes.length);
        }
        at = offset;
    }

    void skip(int count) {
        moveTo(at + count);
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    int u8() {
        if (at >= bytes.length) {
            throw new BuildFailure("The module ends in the middle of something: offset " + at);
        }
        return bytes[at++] & 0xFF;
    }

    /** Unsigned LEB128 of at most 32 bits. */
    int unsigned() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new BuildFailure("A number of more than 32 bits before offset " + at);
    }

    /** Passes a signed or unsigned LEB128 of any length. */
    void skipNumber() {
        while (u8() >= 0x80) {
            continue;
        }
    }

    String name() {
        int length = unsigned();
        int from = at;
        skip(length);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** Passes a value type. */
    void skipValueType() {
        int type = u8();
        if (type == 0x63 || type == 0x64) {
            skipNumber();
        }
    }

    /** Passes the limits of a memory or a table. */
    void skipLimits() {
        int flags = u8();
        unsigned();
        if ((flags & 1) != 0) {
            unsigned();
        }
    }

    static void unsigned(ByteArrayOutputStream out, int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
