package hearth.format;

/** SHA-256 (FIPS 180-4) of bytes that arrive in pieces. Not for use by two callers at once. */
public final class Sha256 {
    private static final int BLOCK = 64;

    private static final int[] ROUND_CONSTANTS = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

    private final int[] state = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    private final int[] schedule = new int[64];
    private final byte[] pending = new byte[BLOCK];
    private int pendingBytes;
    private long totalBytes;
    private boolean finished;

    /** Takes {@code count} bytes of {@code bytes} from index {@code from} on. */
    public void update(byte[] bytes, int from, int count) {
        requireUnfinished();
        totalBytes += count;
        int at = from;
        int end = from + count;
        if (pendingBytes > 0) {
            int part = Math.min(BLOCK - pendingBytes, count);
            System.arraycopy(bytes, at, pending, pendingBytes, part);
            pendingBytes += part;
            at += part;
            if (pendingBytes < BLOCK) {
                return;
            }
            compress(pending, 0);
            pendingBytes = 0;
        }
        for (; end - at >= BLOCK; at += BLOCK) {
            compress(bytes, at);
        }
        pendingBytes = end - at;
        System.arraycopy(bytes, at, pending, 0, pendingBytes);
    }

    /** The 32 bytes of the hash of all bytes taken. Ends the use of this object. */
    public byte[] digest() {
        long bits = totalBytes * 8;
        byte[] tail = new byte[(pendingBytes < 56 ? 64 : 128) - pendingBytes];
        tail[0] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            tail[tail.length - 1 - i] = (byte) (bits >>> 8 * i);
        }
        update(tail, 0, tail.length);
        finished = true;
        byte[] digest = new byte[32];
        for (int i = 0; i < 32; i++) {
            digest[i] = (byte) (state[i >> 2] >>> 24 - 8 * (i & 3));
        }
        return digest;
    }

    /** The bytes as lower-case hexadecimal digits. */
    public static String hex(byte[] bytes) {
        String digits = "0123456789abcdef";
        char[] text = new char[2 * bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = digits.charAt(bytes[i] >> 4 & 15);
            text[2 * i + 1] = digits.charAt(bytes[i] & 15);
        }
        return new String(text);
    }

    private void requireUnfinished() {
        if (finished) {
            throw new IllegalStateException("The digest has been taken already");
        }
    }

    private void compress(byte[] block, int from) {
        int[] w = schedule;
        for (int i = 0, at = from; i < 16; i++, at += 4) {
            w[i] = block[at] << 24 | (block[at + 1] & 255) << 16 | (block[at + 2] & 255) << 8 | block[at + 3] & 255;
        }
        for (int i = 16; i < 64; i++) {
            int x = w[i - 15];
            int y = w[i - 2];
            int s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
            int s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        int f = state[5];
        int g = state[6];
        int h = state[7];
        for (int i = 0; i < 64; i++) {
            int s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
            int choice = g ^ e & (f ^ g);
            int t1 = h + s1 + choice + ROUND_CONSTANTS[i] + w[i];
            int s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
            int majority = a & b | c & (a | b);
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + s0 + majority;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
