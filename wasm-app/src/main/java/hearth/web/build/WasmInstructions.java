package hearth.web.build;

/** How long WebAssembly's instructions are, for those that compilers emit outside vector code. */
final class WasmInstructions {
    static final int END = 0x0B;
    static final int CALL = 0x10;
    static final int GLOBAL_GET = 0x23;
    static final int GC = 0xFB;
    static final int ARRAY_NEW_FIXED = 8;

    private WasmInstructions() {
    }

    /** Passes one instruction with its immediates. */
    static void skip(ByteCursor cursor) {
        int offset = cursor.at();
        int opcode = cursor.u8();
        switch (opcode) {
            case 0x00, 0x01, 0x05, 0x0A, END, 0x0F, 0x1A, 0x1B, 0xD1, 0xD3, 0xD4 -> { }
            case 0x02, 0x03, 0x04 -> skipBlockType(cursor);
            case 0x08, 0x0C, 0x0D, CALL, 0x12, 0x14, 0x15, 0x20, 0x21, 0x22, GLOBAL_GET, 0x24, 0x25, 0x26, 0x3F, 0x40,
                    0x41, 0x42, 0xD0, 0xD2, 0xD5, 0xD6 -> cursor.skipNumber();
            case 0x43 -> cursor.skip(4);
            case 0x44 -> cursor.skip(8);
            case 0x0E -> skipNumbers(cursor, cursor.unsigned() + 1);
            case 0x11, 0x13 -> skipNumbers(cursor, 2);
            case GC -> skipGc(cursor, offset);
            case 0xFC -> skipNumbers(cursor, bulkImmediates(cursor.unsigned(), offset));
            default -> {
                if (opcode >= 0x28 && opcode <= 0x3E) {
                    skipNumbers(cursor, 2);
                } else if (opcode < 0x45 || opcode > 0xC4) {
                    throw unknown(opcode, offset);
                }
            }
        }
    }

    private static void skipGc(ByteCursor cursor, int offset) {
        int opcode = cursor.unsigned();
        switch (opcode) {
            case 0, 1, 6, 7, 11, 12, 13, 14, 16, 20, 21, 22, 23 -> cursor.skipNumber();
            case 2, 3, 4, 5, 8, 9, 10, 17, 18, 19 -> skipNumbers(cursor, 2);
            case 15, 26, 27, 28, 29, 30 -> { }
            case 24, 25 -> {
                cursor.u8();
                skipNumbers(cursor, 3);
            }
            default -> throw unknown(GC << 8 | opcode, offset);
        }
    }

    private static int bulkImmediates(int opcode, int offset) {
        if (opcode < 8) {
            return 0;
        }
        return switch (opcode) {
            case 8, 10, 12, 14 -> 2;
            case 9, 11, 13, 15, 16, 17 -> 1;
            default -> throw unknown(0xFC << 8 | opcode, offset);
        };
    }

    private static void skipBlockType(ByteCursor cursor) {
        int type = cursor.u8();
        if (type == 0x63 || type == 0x64) {
            cursor.skipNumber();
        } else if (type >= 0x80) {
            cursor.skipNumber();
        }
    }

    private static void skipNumbers(ByteCursor cursor, int count) {
        for (int i = 0; i < count; i++) {
            cursor.skipNumber();
        }
    }

    private static BuildFailure unknown(int opcode, int offset) {
        return new BuildFailure("Instruction 0x" + Integer.toHexString(opcode) + " at offset " + offset
                + " of the module's start function is not one that this build knows");
    }
}
