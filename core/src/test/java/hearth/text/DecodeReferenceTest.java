package hearth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bytes, text and the pieces of a stream for every list of reference ids. */
class DecodeReferenceTest {
    private final Tokenizer tokenizer = ReferenceData.tokenizer("qwen2");
    private final List<Map<String, Object>> cases = ReferenceData.cases("cases-decode.json");

    @Test
    void textAndStreamedPieces() {
        assertEquals(236, cases.size());
        for (Map<String, Object> testCase : cases) {
            String name = (String) testCase.get("id");
            int[] ids = ReferenceData.ints(testCase.get("ids"));
            boolean showControl = !(Boolean) testCase.get("skipSpecial");
            assertEquals(testCase.get("text"), tokenizer.decode(ids, showControl), name);
            TokenStream stream = tokenizer.stream(showControl);
            List<String> pieces = new ArrayList<>();
            for (int id : ids) {
                pieces.add(stream.next(id));
            }
            pieces.add(stream.finish());
            assertEquals(testCase.get("pieces"), pieces, name);
        }
    }

    @Test
    void bytesOfTheSingleTokens() {
        int compared = 0;
        for (Map<String, Object> testCase : cases) {
            if (!(Boolean) testCase.get("skipSpecial")) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                for (int id : ReferenceData.ints(testCase.get("ids"))) {
                    assertEquals(tokenizer.bytes(id).length, tokenizer.byteCount(id));
                    bytes.writeBytes(tokenizer.bytes(id));
                }
                assertEquals(testCase.get("bytes"), HexFormat.of().formatHex(bytes.toByteArray()), (String) testCase.get("id"));
                compared++;
            }
        }
        assertEquals(15, compared, "cases that show control tokens");
    }
}
