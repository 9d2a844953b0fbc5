package hearth.web.build;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JavaScriptBodiesTest {
    private static final byte[] MEMORY = {3, 1, 1};

    @Test
    void readsNamesAndBodies() {
        byte[] module = TinyModule.of(MEMORY, new String[] {"ä😀", "name", "return 'é';"}, TinyModule.start(2, 3));
        assertEquals(List.of(new JavaScriptBody(List.of("name"), "return 'é';")), JavaScriptBodies.of(module));
    }

    @Test
    void refusesAParameterThatIsNoName() {
        byte[] module = TinyModule.of(MEMORY, new String[] {"a", "b", "return a;"}, TinyModule.start(3, 1));
        assertThrows(BuildFailure.class, () -> JavaScriptBodies.of(module));
    }

    @Test
    void refusesATableThatLacksAString() {
        byte[] module = TinyModule.of(MEMORY, new String[] {"a", "b", "return a;"}, TinyModule.start(1, 5));
        BuildFailure failure = assertThrows(BuildFailure.class, () -> JavaScriptBodies.of(module));
        assertEquals("The table of the module's string constants was not found in its start function", failure.getMessage());
    }

    @Test
    void refusesStringsThatAreNotConstants() {
        byte[] module = TinyModule.of(MEMORY, new String[] {"a", "b", "return a;"},
                0x23, 1, 0x23, 2, 0x23, 3, 0xFB, 8, 0, 3, 0x10, 1, 0x23, 1, 0x10, 2, 0x20, 0, 0x10, 0, 0x0B);
        assertThrows(BuildFailure.class, () -> JavaScriptBodies.of(module));
    }

    @Test
    void findsTheEnginesOwn() throws IOException {
        List<JavaScriptBody> bodies = JavaScriptBodies.of(Files.readAllBytes(Path.of("target/teavm/engine/engine.wasm")));
        assertTrue(bodies.contains(new JavaScriptBody(List.of(), "return hearthHost;")), bodies.toString());
    }
}
