package hearth.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfFloatTest {
    @Test
    void everyHalfSurvivesTheWayThere() {
        for (int bits = 0; bits < 65536; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if ((bits & 0x7c00) == 0x7c00 && (bits & 1023) != 0) {
                assertTrue(Float.isNaN(value));
            } else {
                assertEquals((short) bits, HalfFloat.fromFloat(value));
                assertEquals(definition(bits), value);
            }
        }
    }

    private static float definition(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 31 ? Double.POSITIVE_INFINITY
            : exponent == 0 ? fraction * Math.pow(2, -24) : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
        return (float) (bits < 32768 ? magnitude : -magnitude);
    }

    @Test
    void roundsToTheNearestTiesToEven() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (i % 2 == 0) {
                value = (float) Math.scalb(random.nextDouble() * 2 - 1, random.nextInt(45) - 27);
            }
            if (!Float.isNaN(value) && Math.abs(value) < 65504) {
                requireNearest(value, HalfFloat.fromFloat(value));
            }
        }
        for (int bits = 0; bits < 0x7bff; bits++) { // exactly between two neighbours
            float middle = (definition(bits) + definition(bits + 1)) / 2;
            assertEquals((bits & 1) == 0 ? bits : bits + 1, HalfFloat.fromFloat(middle));
        }
    }

    private static void requireNearest(float value, short half) {
        int magnitude = half & 0x7fff;
        float distance = Math.abs(Math.abs(value) - definition(magnitude));
        assertEquals(value < 0, half < 0, () -> "sign of " + value);
        assertTrue(magnitude == 0 || distance <= Math.abs(Math.abs(value) - definition(magnitude - 1)), () -> "" + value);
        assertTrue(distance <= Math.abs(Math.abs(value) - definition(magnitude + 1)), () -> "" + value);
    }

    @Test
    void largeAndStrange() {
        assertEquals(0x7bff, HalfFloat.fromFloat(65519.996f));
        assertEquals(0x7c00, HalfFloat.fromFloat(65520f));
        assertEquals(0x7c00, HalfFloat.fromFloat(Float.MAX_VALUE));
        assertEquals((short) 0xfc00, HalfFloat.fromFloat(Float.NEGATIVE_INFINITY));
        assertEquals((short) 0x8000, HalfFloat.fromFloat(-0f));
        assertEquals(0, HalfFloat.fromFloat(0x1p-25f));
        assertEquals(1, HalfFloat.fromFloat(0x1.000002p-25f));
        assertTrue(Float.isNaN(HalfFloat.toFloat(HalfFloat.fromFloat(Float.NaN))));
    }
}
