package hearth.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes GGUF files for tests, byte by byte as asked, right or wrong. Counts, offsets and padding come out right unless
 * a test sets them otherwise.
 */
public final class GgufWriter {
    private record Tensor(String name, long[] shape, long type, Long offset, byte[] data) { }

    private final ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    private final List<Tensor> tensors = new ArrayList<>();
    private byte[] magic = {'G', 'G', 'U', 'F'};
    private int version = 3;
    private int alignment = 32;
    private long entries;
    private Long claimedEntries;
    private Long claimedTensors;

    public GgufWriter magic(String text) {
        magic = text.getBytes(StandardCharsets.US_ASCII);
        return this;
    }

    public GgufWriter version(int number) {
        version = number;
        return this;
    }

    public GgufWriter alignment(int bytes) {
        alignment = bytes;
        return u32("general.alignment", bytes);
    }

    public GgufWriter claim(Long entries, Long tensors) {
        claimedEntries = entries;
        claimedTensors = tensors;
        return this;
    }

    public GgufWriter string(String key, String value) {
        entry(key, 8);
        text(metadata, value);
        return this;
    }

    public GgufWriter u32(String key, long value) {
        return number(key, 4, value, 4);
    }

    public GgufWriter bool(String key, int value) {
        return number(key, 7, value, 1);
    }

    public GgufWriter f32(String key, float value) {
        return number(key, 6, Float.floatToRawIntBits(value), 4);
    }

    public GgufWriter f64(String key, double value) {
        return number(key, 12, Double.doubleToRawLongBits(value), 8);
    }

    /** A value of any type number, as {@code bytes} little-endian bytes of {@code bits}. */
    public GgufWriter number(String key, int type, long bits, int bytes) {
        entry(key, type);
        little(metadata, bits, bytes);
        return this;
    }

    public GgufWriter strings(String key, List<String> values) {
        entry(key, 9);
        little(metadata, 8, 4);
        little(metadata, values.size(), 8);
        for (String value : values) {
            text(metadata, value);
        }
        return this;
    }

    /** An array of numbers of any type, each as {@code bytes} little-endian bytes. */
    public GgufWriter numbers(String key, int elementType, int bytes, long... bits) {
        array(key, elementType, bits.length);
        for (long number : bits) {
            little(metadata, number, bytes);
        }
        return this;
    }

    /** The head of an array only. */
    public GgufWriter array(String key, long elementType, long count) {
        entry(key, 9);
        little(metadata, elementType, 4);
        little(metadata, count, 8);
        return this;
    }

    public GgufWriter raw(int... bytes) {
        for (int b : bytes) {
            metadata.write(b);
        }
        return this;
    }

    public GgufWriter tensor(String name, TensorType type, byte[] data, long... shape) {
        return tensor(name, type.id(), null, data, shape);
    }

    /** @param offset from the start of the data section; null: after the tensor before it */
    public GgufWriter tensor(String name, long type, Long offset, byte[] data, long... shape) {
        tensors.add(new Tensor(name, shape, type, offset, data));
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(magic);
        little(out, version, 4);
        little(out, claimedTensors != null ? claimedTensors : tensors.size(), 8);
        little(out, claimedEntries != null ? claimedEntries : entries, 8);
        out.writeBytes(metadata.toByteArray());
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Tensor tensor : tensors) {
            text(out, tensor.name);
            little(out, tensor.shape.length, 4);
            for (long dimension : tensor.shape) {
                little(out, dimension, 8);
            }
            little(out, tensor.type, 4);
            little(out, tensor.offset != null ? tensor.offset : data.size(), 8);
            data.writeBytes(tensor.data);
            pad(data);
        }
        if (!tensors.isEmpty()) {
            pad(out);
            out.writeBytes(data.toByteArray());
        }
        return out.toByteArray();
    }

    private void entry(String key, int type) {
        entries++;
        text(metadata, key);
        little(metadata, type, 4);
    }

    private void pad(ByteArrayOutputStream out) {
        while (out.size() % alignment != 0) {
            out.write(0);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        little(out, bytes.length, 8);
        out.writeBytes(bytes);
    }

    private static void little(ByteArrayOutputStream out, long bits, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (bits >>> 8 * i));
        }
    }
}
