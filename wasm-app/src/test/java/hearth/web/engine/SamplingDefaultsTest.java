package hearth.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import hearth.format.Metadata;
import hearth.json.Json;
import hearth.web.engine.model.ModelCard;
import hearth.web.engine.request.SamplingDefaults;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class SamplingDefaultsTest {
    @Test
    void theCardGoesBeforeTheFileAndTheFileBeforeNothing() {
        Metadata file = new Metadata(Map.of("general.sampling.temp", 0.6, "general.sampling.top_k", 20L, "general.sampling.top_p", 0.95));
        SamplingDefaults defaults = SamplingDefaults.NEUTRAL.recommendedBy(file).overriddenBy(Map.of("top_k", 40L, "presence_penalty", 1.5));
        assertEquals(new SamplingDefaults(0.6, 0.95, 40, 0, 1.5, 0, 1), defaults);
    }

    @Test
    void recommendationsOutOfRangeAreNone() {
        Metadata file = new Metadata(Map.of("general.sampling.temp", -1.0, "general.sampling.top_p", Double.NaN, "general.sampling.top_k", "x",
                "general.sampling.penalty_repeat", 0.0));
        assertEquals(SamplingDefaults.NEUTRAL, SamplingDefaults.NEUTRAL.recommendedBy(file));
    }

    @Test
    void aFileHasItsCardByIdOrBeingTheSameFile() {
        List<?> catalogue = (List<?>) Json.parse("[{\"id\":\"a\",\"url\":\"models/a.gguf\",\"bytes\":10},{\"id\":\"b\",\"url\":\"o/r/b.gguf\",\"bytes\":20}]");
        assertEquals("a", ModelCard.of(catalogue, "a", "anything", 5).text("id"));
        assertEquals("b", ModelCard.of(catalogue, "https://example.org/b.gguf", "b.gguf", 20).text("id"));
        assertNull(ModelCard.of(catalogue, "https://example.org/b.gguf", "b.gguf", 21));
        assertNull(ModelCard.of(catalogue, "https://example.org/c.gguf", "c.gguf", 20));
        assertNotNull(ModelCard.of(catalogue, "b", "c.gguf", -1));
    }
}
