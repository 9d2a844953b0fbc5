package hearth.web.engine.model;

import hearth.format.Gguf;
import hearth.format.TensorInfo;
import hearth.format.TensorType;

/** The name under which a file's mix of tensor types is known. */
final class Quantization {
    /** By the number in {@code general.file_type}. */
    private static final String[] NAMES = new String[40];

    static {
        String[] names = {"0 F32", "1 F16", "2 Q4_0", "3 Q4_1", "7 Q8_0", "8 Q5_0", "9 Q5_1", "10 Q2_K", "11 Q3_K_S", "12 Q3_K_M", "13 Q3_K_L",
                "14 Q4_K_S", "15 Q4_K_M", "16 Q5_K_S", "17 Q5_K_M", "18 Q6_K", "25 IQ4_NL", "30 IQ4_XS", "32 BF16", "38 MXFP4"};
        for (String name : names) {
            int space = name.indexOf(' ');
            NAMES[Integer.parseInt(name.substring(0, space))] = name.substring(space + 1);
        }
    }

    private Quantization() {
    }

    /** What the file calls itself, else the type that holds most of its bytes. */
    static String of(Gguf file) {
        if (file.metadata().value("general.file_type") instanceof Long type && type >= 0 && type < NAMES.length
                && NAMES[(int) (long) type] != null) {
            return NAMES[(int) (long) type];
        }
        long[] bytes = new long[TensorType.values().length];
        TensorType most = TensorType.F32;
        for (TensorInfo tensor : file.tensors()) {
            bytes[tensor.type().ordinal()] += tensor.bytes();
            if (bytes[tensor.type().ordinal()] > bytes[most.ordinal()]) {
                most = tensor.type();
            }
        }
        return most.name();
    }
}
