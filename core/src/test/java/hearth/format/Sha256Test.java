package hearth.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Sha256Test {
    @Test
    void knownHash() {
        Sha256 hash = new Sha256();
        hash.update(new byte[] {'a', 'b', 'c'}, 0, 3);
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Sha256.hex(hash.digest()));
    }

    @Test
    void agreesWithThePlatformOnAnyLengthAndSplit() throws NoSuchAlgorithmException {
        Random random = new Random(3);
        for (int length = 0; length < 700; length++) {
            byte[] bytes = new byte[length + 9];
            random.nextBytes(bytes);
            Sha256 hash = new Sha256();
            int from = random.nextInt(9);
            for (int at = 0; at < length; ) {
                int part = Math.min(length - at, random.nextInt(150));
                hash.update(bytes, from + at, part);
                at += part;
            }
            MessageDigest platform = MessageDigest.getInstance("SHA-256");
            platform.update(bytes, from, length);
            assertEquals(Sha256.hex(platform.digest()), Sha256.hex(hash.digest()));
        }
    }

    @Test
    void takesNothingAfterTheDigest() {
        Sha256 hash = new Sha256();
        hash.digest();
        assertThrows(IllegalStateException.class, () -> hash.update(new byte[1], 0, 1));
        assertThrows(IllegalStateException.class, hash::digest);
    }
}
