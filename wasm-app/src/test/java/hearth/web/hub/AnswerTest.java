package hearth.web.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final ByteWindow MIDDLE = new ByteWindow(100, 200);

    private static Answer read(int status, ByteWindow asked, Map<String, String> headers) {
        return Answer.read(status, headers::get, asked);
    }

    @Test
    void aPart() {
        Answer answer = read(206, MIDDLE, Map.of("Content-Range", "bytes 100-199/1000", "Content-Length", "100", "ETag", "\"a\""));
        assertEquals(new Answer(Answer.Kind.PART, 100, 200, new FileVersion("\"a\"", null, 1000)), answer);
    }

    @Test
    void theBeginningOfAPart() {
        assertEquals(150, read(206, MIDDLE, Map.of("Content-Range", "bytes 100-149/1000")).end());
    }

    @Test
    void aPartOfWhichTheRangeIsHidden() {
        Answer answer = read(206, MIDDLE, Map.of("Content-Length", "100"));
        assertEquals(new Answer(Answer.Kind.PART, 100, 200, new FileVersion(null, null, -1)), answer);
        assertEquals(200, read(206, MIDDLE, Map.of()).end());
        assertEquals(-1, read(206, new ByteWindow(100, -1), Map.of()).end());
        assertEquals(Answer.Kind.OTHER_PART, read(206, MIDDLE, Map.of("Content-Length", "900")).kind());
    }

    @Test
    void anotherPartThanTheOneAskedFor() {
        for (String range : new String[] {"bytes 0-99/1000", "bytes 101-200/1000", "bytes 100-199/150", "bytes 199-100/1000", "bytes */1000",
            "100-199/1000", "bytes 100-199", "bytes 100-199/many", "items 100-199/1000"}) {
            assertEquals(Answer.Kind.OTHER_PART, read(206, MIDDLE, Map.of("Content-Range", range)).kind(), range);
        }
        assertEquals(Answer.Kind.OTHER_PART, read(206, MIDDLE, Map.of("Content-Range", "bytes 100-199/1000", "Content-Length", "77")).kind());
        assertEquals(Answer.Kind.OTHER_PART, read(206, MIDDLE, Map.of("Content-Type", "multipart/byteranges; boundary=x")).kind());
        assertEquals(Answer.Kind.OTHER_PART,
                read(206, MIDDLE, Map.of("Content-Range", "bytes 100-199/1000", "Content-Encoding", "gzip")).kind());
    }

    @Test
    void theWholeFile() {
        Answer answer = read(200, MIDDLE, Map.of("Content-Length", "1000", "Last-Modified", "then"));
        assertEquals(new Answer(Answer.Kind.WHOLE, 0, 1000, new FileVersion(null, "then", 1000)), answer);
    }

    @Test
    void theLengthOfCompressedBytesSaysNothing() {
        assertEquals(-1, read(200, MIDDLE, Map.of("Content-Length", "300", "Content-Encoding", "br")).end());
        assertEquals(300, read(200, MIDDLE, Map.of("Content-Length", "300", "Content-Encoding", "identity")).end());
    }

    @Test
    void nothingWhereTheFileEndsBefore() {
        Answer answer = read(416, MIDDLE, Map.of("Content-Range", "bytes */80"));
        assertEquals(Answer.Kind.BEYOND, answer.kind());
        assertEquals(80, answer.version().bytes());
        assertEquals(-1, read(416, MIDDLE, Map.of()).version().bytes());
    }

    @Test
    void aWebPageAndRefusals() {
        assertEquals(Answer.Kind.WEB_PAGE, read(200, MIDDLE, Map.of("Content-Type", "text/html; charset=utf-8")).kind());
        for (int status : new int[] {204, 304, 401, 403, 404, 429, 500, 503}) {
            assertEquals(Answer.Kind.REFUSED, read(status, MIDDLE, Map.of()).kind());
        }
    }
}
