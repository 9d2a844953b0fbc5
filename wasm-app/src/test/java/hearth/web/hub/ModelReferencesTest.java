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
        assertEquals(new ModelReference("small", "Small", List.of(file), List.of(), null), small);
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
    void aRepositoryLeavesTheChoiceOpen() {
        HubChoice plain = new HubChoice("o/r-GGUF", "main", null);
        for (String name : List.of("o/r-GGUF", "hf.co/o/r-GGUF", "o/r-GGUF@main", "http://127.0.0.1:9/hub/o/r-GGUF", "http://127.0.0.1:9/hub/o/r-GGUF/tree/main")) {
            ModelReference reference = references(null).resolve(name, null);
            assertEquals(plain, reference.choice(), name);
            assertEquals("o/r-GGUF", reference.id(), name);
            assertEquals(List.of(), reference.parts());
        }
        assertEquals(new HubChoice("o/r", "v1.0", "Q4_K_M"), references(null).resolve("o/r@v1.0:Q4_K_M", null).choice());
        assertEquals("o/r@v1.0:Q4_K_M", references(null).resolve("o/r@v1.0:Q4_K_M", null).id());
    }

    @Test
    void whatWasChosenHasTheIdThatItHasByItsName() {
        ModelReference model = references("secret").chosen(new HubChoice("o/r", "v1", "Q4_0"), List.of(new HubEntry("a/m-Q4_0.gguf", 77, "ab")));
        assertEquals("o/r@v1/a/m-Q4_0.gguf", model.id());
        assertEquals(List.of(new FilePart("o/r@v1/a/m-Q4_0.gguf", "http://127.0.0.1:9/hub/o/r/resolve/v1/a/m-Q4_0.gguf", "ab", 77, "Bearer secret")), model.parts());
        assertEquals("large", references(null).chosen(new HubChoice("org/repo", "main", null), List.of(new HubEntry("large-Q4_0.gguf", 77, "ab"))).id());
    }

    @Test
    void oneOfSeveralFilesNamesThemAll() {
        ModelReference model = references("secret").resolve("o/r/a/m-00002-of-00003.gguf", null);
        assertEquals("o/r/a/m-00001-of-00003.gguf", model.id());
        assertEquals("m.gguf", model.name());
        assertEquals(3, model.parts().size());
        assertEquals(new FilePart("o/r/a/m-00001-of-00003.gguf#3", "http://127.0.0.1:9/hub/o/r/resolve/main/a/m-00003-of-00003.gguf", null, -1, "Bearer secret"),
                model.parts().get(2));
        assertEquals("o/r/a/m-00001-of-00003.gguf", references(null).id("http://127.0.0.1:9/hub/o/r/resolve/main/a/m-00003-of-00003.gguf"));
        assertEquals("https://a.example/m-00002-of-00002.gguf?x=1",
                references(null).resolve("https://a.example/m-00001-of-00002.gguf?x=1", null).parts().get(1).url());
    }

    @Test
    void aListIsPutInOrderByItsNames() {
        String other = DIGEST.replace('5', '6').toLowerCase();
        ModelReference model = references(null).resolve(Map.of("url", List.of("https://a.example/m-00002-of-00002.gguf", "https://a.example/m-00001-of-00002.gguf"),
                "sha256", List.of(DIGEST, other), "name", "M"), null);
        assertEquals("https://a.example/m-00001-of-00002.gguf", model.id());
        assertEquals("M", model.name());
        assertEquals(List.of(other, DIGEST.toLowerCase()), model.parts().stream().map(FilePart::sha256).toList());
        ModelReference unnamed = references(null).resolve(Map.of("url", List.of("https://a.example/2.gguf", "https://a.example/1.gguf")), null);
        assertEquals("https://a.example/2.gguf + https://a.example/1.gguf", unnamed.id());
        assertEquals(List.of("https://a.example/2.gguf", "https://a.example/1.gguf"), unnamed.parts().stream().map(FilePart::url).toList());
    }

    @Test
    void namesOfTheHubAreWrittenAsInAddresses() {
        assertEquals("http://127.0.0.1:9/hub/o/r/resolve/main/a%20%C3%A4%23.gguf", references(null).resolve("o/r/a ä#.gguf", null).parts().get(0).url());
        assertEquals(references(null).id("o/r/a ä.gguf"), references(null).id("http://127.0.0.1:9/hub/o/r/resolve/main/a%20%C3%A4.gguf"));
    }

    @Test
    void refusesWhatItCannotRead() {
        assertCode(ErrorCode.NOT_FOUND, "no-such-model");
        assertCode(ErrorCode.NOT_FOUND, "models/file.gguf");
        assertCode(ErrorCode.NOT_FOUND, "org/repo:Q4 0");
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", "org/repo", "sha256", DIGEST));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", List.of("org/repo", "o/r/m.gguf")));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", "o/r/m-00001-of-00002.gguf", "sha256", DIGEST));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", List.of("o/r/m-00001-of-00002.gguf", "o/r/m.gguf")));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", List.of("o/r/m-00001-of-00002.gguf", "o/r/n-00002-of-00002.gguf")));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", List.of("o/r/m-00001-of-00003.gguf", "o/r/m-00003-of-00003.gguf")));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", List.of("o/r/m-00002-of-00002.gguf", "o/r/m-00002-of-00002.gguf")));
        assertCode(ErrorCode.BAD_REQUEST, "o/r/m-00001-of-99999.gguf");
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", "https://a.example/m.gguf", "sha256", "abc"));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("url", 5L));
        assertCode(ErrorCode.BAD_REQUEST, Map.of("name", "m"));
        assertCode(ErrorCode.BAD_REQUEST, 5L);
    }

    private static void assertCode(String code, Object reference) {
        assertEquals(code, assertThrows(HearthException.class, () -> references(null).resolve(reference, null)).code());
    }
}
