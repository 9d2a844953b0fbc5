package hearth.web.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class FileChoiceTest {
    private static FileChoice among(String... paths) {
        List<HubEntry> entries = new ArrayList<>();
        for (String path : paths) {
            entries.add(new HubEntry(path, -1, null));
        }
        return new FileChoice(entries);
    }

    private static List<String> best(FileChoice choice, String quantization) {
        return choice.best(quantization).stream().map(HubEntry::path).toList();
    }

    @ParameterizedTest
    @CsvSource({"Qwen3.5-0.8B-Q4_0.gguf,Q4_0", "model.q4_k_m.gguf,Q4_K_M", "UD-Q4_K_XL/big-UD-Q4_K_XL-00001-of-00002.gguf,Q4_K_XL", "m_Q8_0.gguf,Q8_0",
        "gpt-oss-20b-mxfp4.gguf,MXFP4", "x-fp16.gguf,F16", "x.BF16.gguf,BF16", "m-IQ4_XS.gguf,IQ4_XS", "Q5_1.gguf,Q5_1", "q4_0/Qwen-Quality.gguf,Q4_0",
        "m-Q4_0_4_4.gguf,Q4_0_4_4", "m-f32-imported.gguf,F32"})
    void readsTheQuantisationFromAName(String path, String quantization) {
        assertEquals(quantization, QuantizationNames.of(path));
    }

    @Test
    void aNameMaySayNothing() {
        assertNull(QuantizationNames.of("Quick-model-8B.gguf"));
        assertNull(QuantizationNames.of("model.gguf"));
    }

    @Test
    void whatWasAskedForIsFoundInAnyCase() {
        assertTrue(QuantizationNames.matches("m-Q4_K_M.gguf", "q4_k_m"));
        assertTrue(QuantizationNames.matches("m-UD-Q4_K_XL.gguf", "UD-Q4_K_XL"));
        assertTrue(QuantizationNames.matches("m-fp16.gguf", "F16"));
        assertFalse(QuantizationNames.matches("m-Q4_K_M.gguf", "Q4_K"));
        assertFalse(QuantizationNames.matches("m-IQ4_XS.gguf", "Q4_XS"));
    }

    @Test
    void takesWhatSuitsTheEngineBest() {
        FileChoice all = among("m-BF16.gguf", "m-IQ2_XXS.gguf", "m-Q8_0.gguf", "mmproj-m-Q4_0.gguf", "m-Q4_K_M.gguf", "m-Q4_0.gguf", "README.md",
                "imatrix.gguf", "m-Q4_0_8_8.gguf");
        assertEquals(List.of("m-Q4_0.gguf"), best(all, null));
        assertEquals(List.of("m-Q8_0.gguf"), best(all, "Q8_0"));
        assertEquals(List.of(), best(all, "Q6_K"));
        assertEquals(List.of("Q4_0", "Q4_K_M", "Q8_0", "BF16", "IQ2_XXS", "Q4_0_8_8"), all.names());
        assertEquals(List.of("m-Q4_K_M.gguf"), best(among("m-Q6_K.gguf", "m-Q4_K_M.gguf", "m-Q5_0.gguf"), null));
        assertEquals(List.of("model.gguf"), best(among("model.gguf", "m-IQ1_S.gguf"), null));
        assertEquals(List.of("m-Q4_0.gguf"), best(among("old/m-Q4_0.gguf", "m-Q4_0.gguf"), null));
        assertEquals(List.of(), best(among("mmproj-F16.gguf", "model.safetensors"), null));
    }

    @Test
    void aSplitModelIsChosenWholeOrNotAtAll() {
        FileChoice all = among("b/m-Q4_0-00002-of-00002.gguf", "b/m-Q4_0-00001-of-00002.gguf", "m-Q8_0-00001-of-00002.gguf");
        assertEquals(List.of("b/m-Q4_0-00001-of-00002.gguf", "b/m-Q4_0-00002-of-00002.gguf"), best(all, null));
        assertEquals(List.of(), best(all, "Q8_0"));
        assertEquals(List.of("Q4_0"), all.names());
    }
}
