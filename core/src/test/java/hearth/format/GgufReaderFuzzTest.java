package hearth.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of damaged files, in pieces of any size: each is read or refused in words, and none makes the reader allocate
 * more than its size explains.
 */
class GgufReaderFuzzTest {
    private static final int FILES = 12_000;

    /**
     * Bytes allocated in all for a byte of the file. The most is what a number of one byte costs: a long in the array, twice
     * that while arrays grow.
     */
    private static final int ALLOCATION_PER_BYTE = 32;

    /** Bytes that any file costs: the reader's first window, the exception and its message. */
    private static final int ALLOCATION_BASE = 16 << 10;

    private static final long[] EVIL = {0, 1, 2, 7, 31, 33, 64, 255, 65535, 65536, 1L << 24, Integer.MAX_VALUE, 1L << 31,
        (1L << 32) - 1, 1L << 32, 1L << 40, 1L << 60, 1L << 61, Long.MAX_VALUE - 31, Long.MAX_VALUE, Long.MIN_VALUE, -1, -32};

    private final com.sun.management.ThreadMXBean allocation =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static byte[] sample() {
        List<String> tokens = new ArrayList<>();
        long[] types = new long[60];
        for (int i = 0; i < types.length; i++) {
            tokens.add("Ġ" + "x".repeat(i % 5) + i);
            types[i] = 1 + i % 4;
        }
        return new GgufWriter().alignment(32)
            .string("general.architecture", "qwen35").u32("qwen35.block_count", 2).f32("qwen35.eps", 1e-6f)
            .bool("tokenizer.ggml.add_bos_token", 0).number("a.u8", 0, 3, 1).number("a.i16", 3, 3, 2)
            .number("a.u64", 10, 3, 8).f64("a.f64", 3)
            .strings("tokenizer.ggml.tokens", tokens).numbers("tokenizer.ggml.token_type", 5, 4, types)
            .numbers("a.u8s", 0, 1, types).numbers("a.bools", 7, 1, 0, 1, 1, 0).numbers("a.f32s", 6, 4, 0, 0, 0)
            .tensor("token_embd.weight", TensorType.Q4_0, new byte[36], 32, 2)
            .tensor("output_norm.weight", TensorType.F32, new byte[128], 32)
            .tensor("blk.0.attn_q.weight", TensorType.Q6_K, new byte[420], 256, 2)
            .tensor("blk.0.ssm_conv1d.weight", TensorType.F16, new byte[48], 4, 2, 3)
            .bytes();
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        readDamagedFiles(false);
        int refused = readDamagedFiles(true);
        assertTrue(refused > FILES / 4, "the damage matters: " + refused);
        assertTrue(refused < FILES, "and does not always");
    }

    private int readDamagedFiles(boolean measured) {
        Random random = new Random(20260101);
        byte[] sample = sample();
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] file = damaged(sample, random);
            if (!read(file, random, measured, "file " + i)) {
                refused++;
            }
        }
        return refused;
    }

    @Test
    void noiseAfterTheMagicIsRefused() {
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] file = new byte[24 + random.nextInt(300)];
            random.nextBytes(file);
            System.arraycopy(new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0}, 0, file, 0, 8);
            if (random.nextBoolean()) { // counts that pass
                Arrays.fill(file, 9, 16, (byte) 0);
                Arrays.fill(file, 17, 24, (byte) 0);
            }
            read(file, random, false, "noise " + i);
        }
    }

    /** The costliest honest content: very many small things. */
    @Test
    void allocationStaysWithinTheSizeOfLargeFiles() {
        Random random = new Random(5);
        int many = 1 << 20;
        assertTrue(read(new GgufWriter().numbers("bytes", 0, 1, new long[many]).bytes(), random));
        assertTrue(read(new GgufWriter().numbers("bools", 7, 1, new long[many]).bytes(), random));
        assertTrue(read(new GgufWriter().string("text", "x".repeat(many)).bytes(), random));
        String[] empty = new String[many / 8];
        Arrays.fill(empty, "");
        assertTrue(read(new GgufWriter().strings("strings", Arrays.asList(empty)).bytes(), random));
        GgufWriter entries = new GgufWriter();
        GgufWriter tensors = new GgufWriter().alignment(8);
        for (int i = 0; i < 16_000; i++) {
            entries.bool(Integer.toString(i, 36), 1);
            tensors.tensor(Integer.toString(i, 36), TensorType.F16, new byte[8], 4);
        }
        assertTrue(read(entries.bytes(), random));
        assertTrue(read(tensors.bytes(), random));
    }

    /** A size that is announced but never comes must cost nothing. */
    @Test
    void claimsCostNothing() {
        Random random = new Random(6);
        byte[] strings = new GgufWriter().array("strings", 8, 1 << 24).bytes();
        byte[] longs = new GgufWriter().array("longs", 11, 1 << 20).bytes();
        byte[] text = new GgufWriter().number("text", 8, 15 << 20, 8).bytes();
        for (byte[] file : List.of(strings, longs, text)) {
            for (long announced : new long[] {-1, 1L << 40}) {
                long before = allocated();
                GgufReader reader = new GgufReader(announced);
                feed(reader, file, random);
                assertFalse(reader.complete());
                if (announced > 0) { // when it has run once
                    requireBounded(allocated() - before, file.length, "claim");
                }
            }
        }
    }

    private boolean read(byte[] file, Random random) {
        read(file, random, false, "large file");
        return read(file, random, true, "large file");
    }

    /**
     * Reads a file in random pieces; true where it is accepted.
     *
     * @param measured whether to hold it to its size: not where code runs for the first time, which the JVM allocates for
     */
    private boolean read(byte[] file, Random random, boolean measured, String name) {
        int size = file.length;
        boolean sizeKnown = random.nextInt(4) != 0;
        long before = allocated();
        Gguf gguf = null;
        try {
            GgufReader reader = new GgufReader(sizeKnown ? size : -1);
            feed(reader, file, random);
            if (!sizeKnown) {
                reader.checkSize(size);
            }
            assertTrue(reader.complete(), () -> name + " ends with the head neither complete nor refused");
            gguf = reader.gguf();
        } catch (ModelFileException refusal) {
            assertTrue(refusal.getMessage().length() > 20);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError other) {
            fail(name + " makes the reader fail instead of refuse", other);
        }
        if (measured) {
            requireBounded(allocated() - before, size, name);
        }
        if (gguf != null) {
            requireSound(gguf, size);
        }
        return gguf != null;
    }

    private static void feed(GgufReader reader, byte[] file, Random random) {
        int most = 1 << random.nextInt(13);
        for (int at = 0; at < file.length && !reader.complete(); ) {
            int piece = Math.min(file.length - at, 1 + random.nextInt(most));
            int taken = reader.append(file, at, piece);
            assertTrue(taken == piece || reader.complete() && taken < piece);
            at += taken;
        }
    }

    private static void requireSound(Gguf gguf, long size) {
        long end = gguf.dataOffset();
        for (TensorInfo tensor : gguf.tensors()) {
            assertTrue(tensor.offset() >= end, "tensors do not overlap");
            assertEquals(tensor.rows() * tensor.type().rowBytes(tensor.columns()), tensor.bytes());
            end = tensor.offset() + tensor.bytes();
        }
        assertTrue(end <= size, "tensors lie inside the file");
    }

    private long allocated() {
        return allocation.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static void requireBounded(long allocated, int fileBytes, String name) {
        assertTrue(allocated <= ALLOCATION_BASE + (long) ALLOCATION_PER_BYTE * fileBytes,
            () -> name + " of " + fileBytes + " bytes made the reader allocate " + allocated);
    }

    private static byte[] damaged(byte[] sample, Random random) {
        byte[] file = sample.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && file.length > 16; i--) {
            file = switch (random.nextInt(6)) {
                case 0 -> flipBits(file, random);
                case 1 -> Arrays.copyOf(file, random.nextInt(file.length));
                case 2 -> setNumber(file, random, 8);
                case 3 -> setNumber(file, random, 4);
                case 4 -> splice(file, random);
                default -> overwrite(file, random);
            };
        }
        return file.length == 0 ? new byte[1] : file;
    }

    private static byte[] flipBits(byte[] file, Random random) {
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return file;
    }

    /** Writes a number over one of the file, more often than not over a small one, which lengths and counts are. */
    private static byte[] setNumber(byte[] file, Random random, int bytes) {
        int at = random.nextInt(file.length - bytes + 1);
        for (int tries = 0; tries < 200 && !isSmallNumber(file, at, bytes); tries++) {
            at = random.nextInt(file.length - bytes + 1);
        }
        long number = EVIL[random.nextInt(EVIL.length)];
        for (int i = 0; i < bytes; i++) {
            file[at + i] = (byte) (number >>> 8 * i);
        }
        return file;
    }

    private static boolean isSmallNumber(byte[] file, int at, int bytes) {
        for (int i = 1; i < bytes; i++) {
            if (file[at + i] != 0) {
                return false;
            }
        }
        return file[at] != 0;
    }

    /** Cuts a piece out and puts it in elsewhere, in place of another piece. */
    private static byte[] splice(byte[] file, Random random) {
        int from = random.nextInt(file.length);
        int count = random.nextInt(Math.min(200, file.length - from + 1));
        int at = random.nextInt(file.length);
        int replaced = random.nextInt(Math.min(200, file.length - at + 1));
        byte[] result = new byte[file.length - replaced + count];
        System.arraycopy(file, 0, result, 0, at);
        System.arraycopy(file, from, result, at, count);
        System.arraycopy(file, at + replaced, result, at + count, file.length - at - replaced);
        return result;
    }

    private static byte[] overwrite(byte[] file, Random random) {
        int at = random.nextInt(file.length);
        int end = Math.min(file.length, at + 1 + random.nextInt(16));
        for (int i = at; i < end; i++) {
            file[i] = (byte) random.nextInt();
        }
        return file;
    }
}
