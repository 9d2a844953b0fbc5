package hearth.web.hub;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ModelReferencesTest {
    private static final String DIGEST = "5F47B8D6C10365E8C5481E930A80199B6A9FA66C69F8E1660C45F10C533AAF45";
    private static final List<?> CATALOGUE = List.of(
            Map.of("id", "small", "name", "Small", "url", "models/small.gguf", "sha256", DIGEST.toLowerCase()),
            Map.of("id", "large", "name", "Large", "url", "org/repo/large-Q4_0.gguf"));

    private static ModelReferences references(String token) {
        return new ModelReferences(CATALOGUE, "https://site.example/hearth/", "http://127.0.0.1:9/hub/", token);
    }

    @Test
    void aCatalogueIdNamesItsFileBesideTheAssetsOrOnTheHub() {
        ModelReference small = references(null).resolve("small", null);
        FilePart file = new FilePart("small", "https://site.example/hearth/models/small.gguf", DIGEST.toLowerCase(), -1, null);
        assertEquals(new ModelReference("small", "Small", List.of(file), List.of()), small);
        assertEquals("http://127.0.0.1:9/hub/org/repo/resolve/main/large-Q4_0.gguf", references(null).resolve("large", null).parts().get(0).url());
    }

    @Test
    void aHubFileTakesARevisionAndFolders() {
        assertEquals("http://127.0.0.1:9/hub/o/r/resolve/main/a/b.gguf", references(null).resolve("o/r/a/b.gguf", null).parts().get(0).url());
        assertEquals("http://127.0.0.1:9/hub/o/r/resolve/v2/b.gguf", references(null).resolve("o/r@v2/b.gguf", null).parts().get(0).url());
        assertEquals("o/r@v2/b.gguf", references(null).resolve("o/r@v2/b.gguf", null).id());
    }

    @Test
    void oneFileHasOneIdWhateverItIsCalled() {
        String hub = "http://127.0.0.1:9/hub/";
        for (String name : List.of("large", "org/repo/large-Q4_0.gguf", "org/repo@main/large-Q4_0.gguf",
                hub + "org/repo/resolve/main/large-Q4_0.gguf?download=true", hub + "org/repo/blob/main/large-Q4_0.gguf")) {
            assertEquals("large", references(null).id(name), name);
            assertEquals("Large", references(null).resolve(name, null).name(), name);
        }
        assertEquals("small", references(null).id("https://site.example/hearth/models/small.gguf#top"));
        assertEquals("o/r/a/b.gguf", references(null).id(hub + "o/r/resolve/main/a/b.gguf"));
        assertEquals("o/r@v2/b.gguf", references(null).id(hub + "o/r/resolve/v2/b.gguf"));
        assertEquals("o/r@v2/large-Q4_0.gguf", references(null).id("o/r@v2/large-Q4_0.gguf"));
        assertEquals("https://elsewhere.example/o/r/resolve/main/b.gguf?x=1", references(null).id("https://elsewhere.example/o/r/resolve/main/b.gguf?x=1"));
        assertEquals("no such model", references(null).id("no such model"));
    }

    @Test
    void theTokenGoesToTheHubOnly() {
        assertEquals("Bearer secret", references("secret").resolve("o/r/b.gguf", null).parts().get(0).authorization());
        assertNull(references("secret").resolve("https://elsewhere.example/b.gguf", null).parts().get(0).authorization());
        assertNull(references("secret").resolve("http://127.0.0.1:9/hub-of-another/b.gguf", null).parts().get(0).authorization());
        assertNull(references("secret").resolve("small", null).parts().get(0).authorization());
    }

    @Test
    void anAddressKeepsItsNameAndDigest() {
        ModelReference file = references(null).resolve(Map.of("url", List.of("https://a.example/x/m.gguf?download=true#top"), "sha256", DIGEST), null);
        assertEquals("m.gguf", file.name());
        assertEquals(DIGEST.toLowerCase(), file.parts().get(0).sha256());
    }

    @Test
    void refusesWhatItCannotRead() {
        assertCode(ErrorCode.UNSUPPORTED_MODEL, "o/r/m-00001-of-00002.gguf");
        assertCode(ErrorCode.UNSUPPORTED_MODEL, Map.of("url", List.of("https://a.example/1.gguf", "https://a.example/2.gguf")));
        assertCode(ErrorCode.NOT_FOUND, "no-such-model");
        assertCode(ErrorCode.NOT_FOUND, "org/repo");
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", "https://a.example/m.gguf", "sha256", "abc"));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", 5L));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("name", "m"));
        assertCode(ErrorCode.BAD_REQUEST, 5L);
    }

    private static void assertCode(String code, Object reference) {
        assertEquals(code, assertThrows(HearthException.class, () -> references(null).resolve(reference, null)).code());
    }
}
