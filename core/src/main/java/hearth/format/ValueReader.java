package hearth.format;

import java.util.Arrays;

/**
 * Reads the value of one metadata entry. A long array is taken as its bytes arrive: {@link #read()} goes on where it
 * stopped, and the result grows with what has been read, never ahead by a count that the file only claims.
 */
final class ValueReader {
    /** Numbers in an array: they take up to 8 times their bytes in the file, so there is a limit of their own. */
    private static final int NUMBER_LIMIT = 4 << 20;

    private final HeadBytes in;
    private final ValueType type;
    private Object value;

    private ValueType elementType;
    private int count;
    private int done;
    private long[] integers;
    private double[] reals;
    private boolean[] booleans;
    private StringsReader strings;

    /** @param type the value's type; what {@code in} says to be reading is the entry */
    ValueReader(HeadBytes in, ValueType type) {
        this.in = in;
        this.type = type;
    }

    ValueType type() {
        return type;
    }

    /** The value, in the form that {@link Metadata} describes, once {@link #read()} was true. */
    Object value() {
        return value;
    }

    /** Reads what has arrived; true when the value is complete. */
    boolean read() {
        if (type == ValueType.ARRAY) {
            if (elementType == null && !readArrayHead()) {
                return false;
            }
            return elementType == ValueType.STRING ? readStrings() : readNumbers();
        }
        if (!in.has(type.bytes)) {
            return false;
        }
        if (type == ValueType.STRING) {
            return readString();
        }
        value = switch (type) {
            case F32, F64 -> (Object) real(type);
            case BOOL -> (Object) bool();
            default -> (Object) integer(type);
        };
        return true;
    }

    private boolean readString() {
        int length = StringsReader.length(in);
        if (in.available() < HeadBytes.LENGTH + length) {
            return false;
        }
        in.skip(HeadBytes.LENGTH);
        value = in.text(length);
        return true;
    }

    private boolean readArrayHead() {
        if (!in.has(12)) {
            return false;
        }
        ValueType element = ValueType.byId(in.peekU32(0));
        if (element == null) {
            throw in.damaged(in.position(), "has the unknown element type " + in.peekU32(0));
        }
        if (element == ValueType.ARRAY) {
            throw ModelFileException.unsupported("At byte " + in.position() + " " + in.item()
                + " is an array of arrays, which this engine does not read");
        }
        long elements = in.peek64(4);
        in.skip(12);
        if (elements < 0 || elements > in.remaining() / element.bytes) {
            throw in.damaged(in.position(), "claims " + Long.toUnsignedString(elements) + " elements, more than the "
                + in.remaining() + " bytes left can hold");
        }
        if (element != ValueType.STRING && elements > NUMBER_LIMIT) {
            throw in.damaged(in.position(), "has " + elements + " elements; the limit is " + NUMBER_LIMIT);
        }
        elementType = element;
        count = (int) elements;
        int first = Math.min(count, 64);
        switch (element) {
            case STRING -> strings = new StringsReader(in, count);
            case F32, F64 -> reals = new double[first];
            case BOOL -> booleans = new boolean[first];
            default -> integers = new long[first];
        }
        return true;
    }

    private boolean readStrings() {
        if (!strings.read()) {
            return false;
        }
        value = strings.strings();
        return true;
    }

    private boolean readNumbers() {
        int ready = Math.min(in.available() / elementType.bytes, count - done);
        int end = done + ready;
        in.require((long) elementType.bytes * (count - done));
        reserve(end);
        if (elementType == ValueType.I32) {
            // A vocabulary's types: a quarter of a million in a row.
            in.i32s(integers, done, end);
            done = end;
        }
        for (; done < end; done++) {
            if (reals != null) {
                reals[done] = real(elementType);
            } else if (booleans != null) {
                booleans[done] = bool();
            } else {
                integers[done] = integer(elementType);
            }
        }
        if (done < count) {
            return false;
        }
        // Not as one expression: TeaVM 0.15.0 makes invalid WebAssembly of a conditional over several array types.
        if (reals != null) {
            value = reals;
        } else if (booleans != null) {
            value = booleans;
        } else {
            value = integers;
        }
        return true;
    }

    private void reserve(int elements) {
        if (reals != null && reals.length < elements) {
            reals = Arrays.copyOf(reals, grown(elements, count));
        } else if (booleans != null && booleans.length < elements) {
            booleans = Arrays.copyOf(booleans, grown(elements, count));
        } else if (integers != null && integers.length < elements) {
            integers = Arrays.copyOf(integers, grown(elements, count));
        }
    }

    /** A capacity for {@code needed} elements now and {@code all} in the end: at most double, and all at the end. */
    private static int grown(int needed, int all) {
        return (int) Math.min(2L * needed, all);
    }

    private long integer(ValueType of) {
        return switch (of) {
            case U8 -> in.u8();
            case I8 -> (byte) in.u8();
            case U16 -> in.u8() | in.u8() << 8;
            case I16 -> (short) (in.u8() | in.u8() << 8);
            case U32 -> in.u32();
            case I32 -> (int) in.u32();
            case I64 -> in.u64();
            case U64 -> unsigned64();
            default -> throw new IllegalStateException(of + " is no integer type");
        };
    }

    private long unsigned64() {
        long number = in.u64();
        if (number < 0) {
            throw in.damaged(in.position() - 8, "is " + Long.toUnsignedString(number) + ", which is too large");
        }
        return number;
    }

    private double real(ValueType of) {
        return of == ValueType.F32 ? Float.intBitsToFloat((int) in.u32()) : Double.longBitsToDouble(in.u64());
    }

    private boolean bool() {
        int number = in.u8();
        if (number > 1) {
            throw in.damaged(in.position() - 1, "is a bool of " + number + ", which is neither 0 nor 1");
        }
        return number == 1;
    }
}
