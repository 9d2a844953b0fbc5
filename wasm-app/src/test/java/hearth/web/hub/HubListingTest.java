package hearth.web.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import hearth.json.Json;
import org.junit.jupiter.api.Test;

import java.util.List;

class HubListingTest {
    private static final String DIGEST = "57d1997790d1744fba5b40a7317df71ea5e2acee28c47e78f0cce39c0703f8cf";

    @Test
    void takesLengthAndDigestOfLargeFiles() {
        String json = """
                [{"type":"directory","oid":"5d1d","size":0,"path":"folder"},
                 {"type":"file","oid":"a6344aac8c09253b3b630fb776ae94478aa0275b","size":1519,"path":".gitattributes"},
                 {"type":"file","oid":"abcd","size":563036064,"path":"folder/a b.gguf","xetHash":"00",
                  "lfs":{"oid":"57D1997790d1744fba5b40a7317df71ea5e2acee28c47e78f0cce39c0703f8cf","size":563036064,"pointerSize":134}},
                 {"type":"file","path":"odd.gguf","size":"many","lfs":{"oid":"short"}}, 7, null, {"type":"file"}]""";
        assertEquals(List.of(new HubEntry(".gitattributes", 1519, null), new HubEntry("folder/a%20b.gguf", 563036064, DIGEST),
                new HubEntry("odd.gguf", -1, null)), HubListing.entries(Json.parse(json)));
        assertNull(HubListing.entries(Json.parse("{\"error\":\"Repository not found\"}")));
        assertNull(HubListing.entries(Json.parse("\"<html>\"")));
    }

    @Test
    void findsThePageThatFollows() {
        assertEquals("?recursive=true&limit=1000&cursor=ZXl%3D",
                HubListing.nextPage("<https://huggingface.co/api/models/o/r/tree/main?recursive=true&limit=1000&cursor=ZXl%3D>; rel=\"next\""));
        assertEquals("?page=3", HubListing.nextPage("<https://h/x?page=1>; rel=\"prev\", <https://h/x?page=3>; rel=\"next\""));
        assertNull(HubListing.nextPage("<https://h/x?page=1>; rel=\"prev\""));
        assertNull(HubListing.nextPage(null));
        assertNull(HubListing.nextPage("rel=\"next\""));
    }
}
