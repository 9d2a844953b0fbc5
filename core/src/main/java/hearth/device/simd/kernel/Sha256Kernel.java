package hearth.device.simd.kernel;

import hearth.device.simd.assembler.Simd;
import hearth.device.simd.assembler.ValueType;
import hearth.device.simd.assembler.WasmFunction;
import hearth.device.simd.assembler.WasmModule;

/**
 * The compression function of SHA-256 (FIPS 180-4, 6.2.2) as a module of its own: the rounds written out, and beside them the
 * message schedule, four words at a time. Its export {@code run(state, blocks, unused, unused)} takes two addresses: of
 * {@link #BYTES} bytes that begin with the eight words of the state, which it changes, and of blocks of 64 bytes. How many
 * blocks there are is the word at {@link #COUNT} bytes from the state.
 */
public final class Sha256Kernel {
    /** Bytes of a block. */
    public static final int BLOCK = 64;
    /** Where the number of blocks lies, in bytes from the state. */
    public static final int COUNT = 32;
    /** The state, the count, and room for the schedule of a block. */
    public static final int BYTES = 320;

    private static final int SCHEDULE = 64;
    private static final int FOURS = 16;
    private static final int[] INITIAL = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    private static final int[] CONSTANTS = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

    private final WasmFunction f;
    private final int state = 0;
    private final int block = 1;
    /** The last 16 words of the schedule, oldest first from the one whose turn it is. */
    private final int[] words;
    private final int scratch;
    /** a to h of the standard; which local is which turns with the rounds, so that none is ever moved. */
    private final int[] variables = new int[8];
    /** {@code a ^ b} of this round and of the one before, where that is {@code b ^ c} now. */
    private int differs;
    private int differed;
    private final int sum;

    private Sha256Kernel(WasmFunction f) {
        this.f = f;
        words = f.v128s(4);
        scratch = f.v128();
        for (int i = 0; i < variables.length; i++) {
            variables[i] = f.i32();
        }
        differs = f.i32();
        differed = f.i32();
        sum = f.i32();
    }

    /** The state before the first block. */
    public static int[] initialState() {
        return INITIAL.clone();
    }

    /** @param sharedMemory whether the memory that the module gets is shared between threads */
    public static byte[] module(boolean sharedMemory) {
        WasmModule module = new WasmModule(sharedMemory);
        WasmFunction run = module.function(ValueType.I32, ValueType.I32, ValueType.I32, ValueType.I32);
        new Sha256Kernel(run).emit();
        module.export("run", run);
        return module.toBytes();
    }

    private void emit() {
        int end = f.i32();
        f.get(block).get(state).loadI32(COUNT).constant(BLOCK).mul().add().set(end);
        for (int i = 0; i < variables.length; i++) {
            f.get(state).loadI32(4 * i).set(variables[i]);
        }
        f.loop(block, end, BLOCK, () -> {
            for (int four = 0; four < words.length; four++) {
                readBigEndian(four);
                keep(four);
            }
            f.get(variables[1]).get(variables[2]).xor().set(differed);
            for (int four = 0; four < FOURS; four++) {
                if (four + words.length < FOURS) {
                    schedule(four + words.length);
                    keep(four + words.length);
                }
                for (int i = 0; i < 4; i++) {
                    round(4 * four + i);
                }
            }
            for (int i = 0; i < variables.length; i++) {
                f.get(state).get(variables[i]).get(state).loadI32(4 * i).add().tee(variables[i]).storeI32(4 * i);
            }
        });
    }

    private void readBigEndian(int four) {
        f.get(block).load(16 * four).tee(scratch).get(scratch)
                .shuffle8(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12).set(words[four]);
    }

    /** Four words of the schedule, with their rounds' constants, go to memory, where the rounds find them. */
    private void keep(int four) {
        int k = 4 * four;
        f.get(state).get(words[four % words.length])
                .lanes(CONSTANTS[k], CONSTANTS[k + 1], CONSTANTS[k + 2], CONSTANTS[k + 3]).simd(Simd.I32X4_ADD)
                .store(SCHEDULE + 16 * four);
    }

    /** Four words of the schedule from the sixteen before; they replace the oldest four. */
    private void schedule(int four) {
        int oldest = words[four % 4];
        int third = words[(four + 2) % 4];
        int latest = words[(four + 3) % 4];
        f.get(oldest).get(words[(four + 1) % 4]).shuffle32(1, 2, 3, 4).set(scratch);
        rotated(7);
        rotated(18);
        f.simd(Simd.V128_XOR).get(scratch).constant(3).simd(Simd.I32X4_SHR_U).simd(Simd.V128_XOR);
        f.get(oldest).simd(Simd.I32X4_ADD);
        f.get(third).get(latest).shuffle32(1, 2, 3, 4).simd(Simd.I32X4_ADD).set(oldest);
        // The upper two words need the lower two.
        f.get(latest).get(latest).shuffle32(2, 2, 3, 3);
        sigmaOfPairs();
        f.splat(0).shuffle32(0, 2, 4, 4).get(oldest).simd(Simd.I32X4_ADD).tee(oldest);
        f.get(oldest).shuffle32(0, 0, 1, 1);
        sigmaOfPairs();
        f.splat(0).shuffle32(4, 4, 0, 2).get(oldest).simd(Simd.I32X4_ADD).set(oldest);
    }

    /** The vector in {@code scratch}, each word rotated right. */
    private void rotated(int bits) {
        f.get(scratch).constant(bits).simd(Simd.I32X4_SHR_U).get(scratch).constant(32 - bits).simd(Simd.I32X4_SHL).simd(Simd.V128_OR);
    }

    /** The lower-case sigma 1 in lanes 0 and 2 of a vector whose words stand twice in a row: shifting both rotates the lower. */
    private void sigmaOfPairs() {
        f.tee(scratch).constant(17).simd(Simd.I64X2_SHR_U);
        f.get(scratch).constant(19).simd(Simd.I64X2_SHR_U).simd(Simd.V128_XOR);
        f.get(scratch).constant(10).simd(Simd.I32X4_SHR_U).simd(Simd.V128_XOR);
    }

    private void round(int i) {
        int a = variable(i, 0);
        int b = variable(i, 1);
        int d = variable(i, 3);
        int e = variable(i, 4);
        int g = variable(i, 6);
        int h = variable(i, 7);
        f.get(h).get(state).loadI32(SCHEDULE + 4 * i).add();
        f.get(variable(i, 5)).get(g).xor().get(e).and().get(g).xor().add();
        upperSigma(e, 14, 5, 6);
        f.add().tee(sum);
        f.get(d).add().set(d);
        // The majority of a, b and c.
        f.get(a).get(b).xor().tee(differs).get(differed).and().get(b).xor();
        upperSigma(a, 9, 11, 2);
        f.add().get(sum).add().set(h);
        int last = differed;
        differed = differs;
        differs = last;
    }

    private int variable(int round, int letter) {
        return variables[letter - round & 7];
    }

    /**
     * Three rotations added without carry, as rotations of sums: half as fast again as the formula of the standard, whose
     * three copies of the variable do not fit the registers.
     */
    private void upperSigma(int variable, int first, int second, int third) {
        f.get(variable).constant(first).rotateRight().get(variable).xor().constant(second).rotateRight().get(variable).xor()
                .constant(third).rotateRight();
    }
}
