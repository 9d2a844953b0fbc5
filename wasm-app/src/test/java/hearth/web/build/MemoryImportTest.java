package hearth.web.build;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class MemoryImportTest {
    private static final byte[] SHARED = {3, 65, 65};
    private static final byte[] WHOLE_SPACE_SHARED = {3, 1, (byte) 0x80, (byte) 0x80, 4};
    private static final byte[] WHOLE_SPACE_UNSHARED = {1, 1, (byte) 0x80, (byte) 0x80, 4};
    private static final String[] STRINGS = {"a", "b", "return a;"};

    @Test
    void setsTheLimitsAndLeavesTheRest() {
        byte[] module = TinyModule.of(SHARED, STRINGS, TinyModule.start(1, 3));
        assertArrayEquals(TinyModule.of(WHOLE_SPACE_SHARED, STRINGS, TinyModule.start(1, 3)), MemoryImport.withLimits(module, true));
        assertArrayEquals(TinyModule.of(WHOLE_SPACE_UNSHARED, STRINGS, TinyModule.start(1, 3)), MemoryImport.withLimits(module, false));
    }

    @Test
    void refusesAModuleWithoutMemory() {
        byte[] module = TinyModule.of(new byte[0], STRINGS, TinyModule.start(1, 3));
        BuildFailure failure = assertThrows(BuildFailure.class, () -> MemoryImport.withLimits(module, true));
        assertEquals("The engine does not import env.memory: was it compiled with sharedBuffer?", failure.getMessage());
    }

    @Test
    void refusesWhatIsNoModule() {
        assertThrows(BuildFailure.class, () -> MemoryImport.withLimits("<!doctype html>".getBytes(), true));
        byte[] module = TinyModule.of(SHARED, STRINGS, TinyModule.start(1, 3));
        assertThrows(BuildFailure.class, () -> MemoryImport.withLimits(Arrays.copyOf(module, module.length - 1), true));
    }

    @Test
    void theEnginesTwoFilesDifferInOneByte() throws IOException {
        byte[] shared = Files.readAllBytes(Path.of("target/site-parts/engine/engine.wasm"));
        byte[] single = Files.readAllBytes(Path.of("target/site-parts/engine/engine-single.wasm"));
        int different = Arrays.mismatch(shared, single);
        assertEquals(3, shared[different]);
        assertEquals(1, single[different]);
        single[different] = 3;
        assertArrayEquals(shared, single);
    }
}
