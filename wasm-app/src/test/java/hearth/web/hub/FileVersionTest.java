package hearth.web.hub;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FileVersionTest {
    private static final FileVersion KNOWN = new FileVersion("\"a\"", "Mon", 10);

    @Test
    void differsInWhatBothKnow() {
        assertTrue(KNOWN.sameAs(new FileVersion("\"a\"", "Tue", 10)), "the ETag is the better witness");
        assertTrue(KNOWN.sameAs(new FileVersion("W/\"a\"", null, -1)));
        assertTrue(KNOWN.sameAs(new FileVersion(null, null, -1)));
        assertFalse(KNOWN.sameAs(new FileVersion("\"b\"", "Mon", 10)));
        assertFalse(KNOWN.sameAs(new FileVersion("\"a\"", "Mon", 11)));
        assertFalse(KNOWN.sameAs(new FileVersion(null, "Tue", 10)));
    }

    @Test
    void theDigestIsTheBestWitness() {
        String digest = "ab".repeat(32);
        FileVersion known = new FileVersion("\"a\"", "Mon", 10, digest);
        assertTrue(known.sameAs(new FileVersion("\"b\"", "Tue", 10, digest)));
        assertFalse(known.sameAs(new FileVersion("\"a\"", "Mon", 10, "cd".repeat(32))));
        assertTrue(known.sameAs(KNOWN));
        assertEquals(digest, KNOWN.orElse(known).sha256());
    }

    @Test
    void readsADigestFromAHeader() {
        String digest = "ab".repeat(32);
        assertEquals(digest, FileVersion.digest("\"" + digest + "\""));
        assertEquals(digest, FileVersion.digest("W/\"AB" + digest.substring(2) + "\""));
        assertEquals(digest, FileVersion.digest(digest));
        assertNull(FileVersion.digest("\"a6344aac8c09253b3b630fb776ae94478aa0275b\""));
        assertNull(FileVersion.digest("\""));
        assertNull(FileVersion.digest(null));
    }

    @Test
    void onlyAStrongTagMayStandInIfRange() {
        assertEquals("\"a\"", KNOWN.validator());
        assertEquals("Mon", new FileVersion("W/\"a\"", "Mon", 10).validator());
        assertNull(new FileVersion(null, null, 10).validator());
    }

    @Test
    void readsLengthsFromHeaders() {
        assertEquals(new ContentRange(0, 10, 5_000_000_000L), ContentRange.parse("bytes 0-9/5000000000"));
        assertEquals(new ContentRange(0, 10, -1), ContentRange.parse("bytes 0-9/*"));
        assertNull(ContentRange.parse(null));
        assertEquals(-1, ContentRange.number("1e9"));
        assertEquals(-1, ContentRange.number("9999999999999999999"));
        assertEquals("bytes=0-1023", new ByteWindow(0, 1024).header());
        assertEquals("bytes=5-", new ByteWindow(5, -1).header());
    }
}
