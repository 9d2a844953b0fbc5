package hearth.device.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hearth.device.simd.kernel.Sha256Kernel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The kernel and what collects its blocks, in a real WebAssembly engine, against the platform's hash. */
class Sha256Test {
    private static final NodeEngine NODE = new NodeEngine(1);
    private static final KernelEntry KERNEL = NODE.instantiateAlone(Sha256Kernel.module(false));
    private static final long BASE = NODE.heap().allocate(Sha256.BYTES);

    private static final class NodeHash extends Sha256<byte[]> {
        NodeHash() {
            begin();
        }

        @Override
        protected byte[] wrap(byte[] bytes) {
            return bytes;
        }

        @Override
        protected void copy(byte[] bytes, int from, int count, int to) {
            NODE.write(BASE + to, bytes, from, count);
        }

        @Override
        protected int word(int at) {
            return NODE.getInt(BASE + at);
        }

        @Override
        protected void putWord(int at, int word) {
            NODE.putInt(BASE + at, word);
        }

        @Override
        protected void run(int state, int blocks) {
            KERNEL.run((int) BASE + state, (int) BASE + blocks);
        }
    }

    private final Random random = new Random(3);

    @AfterAll
    static void stopEngine() {
        NODE.close();
    }

    @Test
    void knownHash() {
        NodeHash hash = new NodeHash();
        hash.update(new byte[] {'a', 'b', 'c'}, 0, 3);
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hash.hex());
    }

    @Test
    void agreesWithThePlatformOnAnyLengthAndSplit() throws NoSuchAlgorithmException {
        for (int length = 0; length < 200; length++) {
            compare(length, 150);
        }
    }

    @Test
    void agreesWhereManyBlocksAreTakenAtOnce() throws NoSuchAlgorithmException {
        for (int i = 0; i < 12; i++) {
            compare(random.nextInt(400_000), 100_000);
        }
        compare(1 << 16, 1 << 20);
        compare(1 << 17, 1 << 20);
        compare((1 << 16) - 9, 1 << 20);
        compare((1 << 16) - 8, 1 << 20);
    }

    private void compare(int length, int mostAtOnce) throws NoSuchAlgorithmException {
        byte[] bytes = new byte[length + 9];
        random.nextBytes(bytes);
        NodeHash hash = new NodeHash();
        int from = random.nextInt(9);
        for (int at = 0; at < length; ) {
            int part = Math.min(length - at, random.nextInt(mostAtOnce));
            hash.update(bytes, from + at, part);
            at += part;
        }
        MessageDigest platform = MessageDigest.getInstance("SHA-256");
        platform.update(bytes, from, length);
        assertEquals(HexFormat.of().formatHex(platform.digest()), hash.hex(), length + " bytes");
    }

    @Test
    void takesNothingAfterTheDigest() {
        NodeHash hash = new NodeHash();
        hash.hex();
        assertThrows(IllegalStateException.class, () -> hash.update(new byte[1], 0, 1));
        assertThrows(IllegalStateException.class, hash::hex);
    }
}
