package hearth.web.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvictionTest {
    private static StoredModel model(String id, double storedBytes, double usedAt) {
        return new StoredModel(id, id, "https://example.org/" + id, storedBytes, storedBytes, true, 0, usedAt, false, List.of());
    }

    private static List<String> ids(List<StoredModel> models) {
        return models.stream().map(StoredModel::id).toList();
    }

    @Test
    void whatWasUsedLeastRecentlyGoesFirstAndNoMoreThanIsNeeded() {
        List<StoredModel> models = List.of(model("newest", 50, 30), model("oldest", 10, 10), model("middle", 20, 20));
        assertEquals(List.of("oldest"), ids(Eviction.choose(models, 10)));
        assertEquals(List.of("oldest", "middle"), ids(Eviction.choose(models, 11)));
        assertEquals(List.of("oldest", "middle", "newest"), ids(Eviction.choose(models, 80)));
    }

    @Test
    void nothingGoesWhereAllTogetherWouldNotDo() {
        assertNull(Eviction.choose(List.of(model("a", 10, 1), model("b", 10, 2)), 21));
        assertNull(Eviction.choose(List.of(), 1));
    }

    @Test
    void whatFreesNothingStays() {
        assertEquals(List.of("full"), ids(Eviction.choose(List.of(model("empty", 0, 1), model("full", 10, 2)), 5)));
    }

    @Test
    void theErrorSaysWhatIsNeededWhatThereIsAndWhatCouldGo() {
        var refusal = StoreErrors.noRoom("big", 2.5e9, 3e8, List.of(model("old", 1.2e9, 1), model("older", 1e9, 2)));
        assertEquals("quota", refusal.code());
        assertTrue(refusal.getMessage().contains("2.5 GB") && refusal.getMessage().contains("300 MB"), refusal.getMessage());
        assertTrue(refusal.hint().contains("'old' (1.2 GB) and 'older' (1 GB)"), refusal.hint());
        assertTrue(StoreErrors.noRoom("big", 2.5e9, 3e8, List.of()).hint().contains("Remove other models"));
    }
}
