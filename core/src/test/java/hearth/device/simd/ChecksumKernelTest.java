package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import hearth.device.simd.kernel.ChecksumKernel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The checksum kernel against the same sum in plain Java, and against what storage does to bytes. */
class ChecksumKernelTest {
    private static final int BYTES = 64 * ChecksumKernel.BLOCK;
    private static final NodeEngine ENGINE = new NodeEngine(1);

    private final long address = ENGINE.heap().allocate(BYTES + 4);
    private final KernelEntry kernel = ENGINE.instantiateAlone(ChecksumKernel.module(false));
    private final Random random = new Random(5);

    @AfterAll
    static void stopEngine() {
        ENGINE.close();
    }

    @Test
    void isTheSumThatItsDescriptionSays() {
        for (int blocks : new int[] {0, 1, 2, 64}) {
            byte[] bytes = randomBytes(blocks * ChecksumKernel.BLOCK);
            assertEquals(inJava(bytes), sum(bytes));
        }
    }

    @Test
    void tellsApartWhatStorageConfuses() {
        byte[] bytes = randomBytes(BYTES);
        int right = sum(bytes);
        for (int i = 0; i < 200; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(BYTES)] ^= (byte) (1 << random.nextInt(8));
            assertNotEquals(right, sum(flipped), "a flipped bit");
        }
        for (int size = 16; size <= BYTES / 2; size *= 2) {
            byte[] swapped = bytes.clone();
            System.arraycopy(bytes, 0, swapped, size, size);
            System.arraycopy(bytes, size, swapped, 0, size);
            assertNotEquals(right, sum(swapped), "swapped stretches of " + size);
            byte[] lost = bytes.clone();
            Arrays.fill(lost, BYTES - size, BYTES, (byte) 0);
            assertNotEquals(right, sum(lost), "a tail of zeros of " + size);
        }
    }

    private int sum(byte[] bytes) {
        ENGINE.write(address, bytes, 0, bytes.length);
        kernel.run((int) address, (int) address + bytes.length);
        return ENGINE.getInt(address + bytes.length);
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static int inJava(byte[] bytes) {
        int[] sums = new int[16];
        int[] sumsOfSums = new int[16];
        for (int at = 0; at < bytes.length; at += 4) {
            int word = bytes[at] & 255 | (bytes[at + 1] & 255) << 8 | (bytes[at + 2] & 255) << 16 | bytes[at + 3] << 24;
            int lane = at / 4 % 16;
            sums[lane] += word;
            sumsOfSums[lane] += sums[lane];
        }
        int mixed = 0;
        for (int vector = 0; vector < 16; vector += 4) {
            for (int[] words : new int[][] {sums, sumsOfSums}) {
                for (int lane = vector; lane < vector + 4; lane++) {
                    mixed = (words[lane] + mixed) * 0x9E3779B1;
                    mixed ^= mixed >>> 15;
                }
            }
        }
        return mixed;
    }
}
