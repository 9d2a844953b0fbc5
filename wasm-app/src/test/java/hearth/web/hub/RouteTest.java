package hearth.web.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RouteTest {
    private static final String HUB = "https://hub.example/org/repo/resolve/main/file.gguf";
    private static final String STORAGE = "https://storage.example/blob?signature=1";

    private final Route route = new Route(HUB, "Bearer secret");

    @Test
    void remembersWhereTheFileIsStored() {
        assertEquals(HUB, route.address());
        route.answered(HUB, STORAGE);
        assertEquals(STORAGE, route.address());
    }

    @Test
    void theTokenGoesToTheHubOnly() {
        assertEquals("Bearer secret", route.authorization(HUB));
        assertEquals("Bearer secret", route.authorization("https://hub.example/elsewhere"));
        assertNull(route.authorization(STORAGE));
        assertNull(route.authorization("http://hub.example/unsafe"));
        assertNull(route.authorization("https://hub.example.evil.example/"));
        assertNull(route.authorization("https://hub.example:444/"));
    }

    @Test
    void asksTheHubAgainWhenASignatureHasExpired() {
        for (int status : new int[] {400, 401, 403, 404, 410}) {
            route.answered(HUB, STORAGE);
            route.answered(STORAGE, STORAGE);
            assertTrue(route.expired(STORAGE, status));
            assertEquals(HUB, route.address());
        }
        assertFalse(route.expired(HUB, 403), "the hub's own refusal is final");
        route.answered(HUB, STORAGE + "2");
        assertTrue(route.expired(STORAGE, 403), "a late refusal of the old address");
        assertEquals(STORAGE + "2", route.address());
    }

    @Test
    void doesNotRememberAddressesThatServeOnce() {
        route.answered(HUB, STORAGE);
        assertTrue(route.expired(STORAGE, 403));
        route.answered(HUB, STORAGE + "2");
        assertEquals(HUB, route.address());
    }

    @Test
    void asksTheHubAfterAFailure() {
        route.answered(HUB, STORAGE);
        route.failed(STORAGE);
        assertEquals(HUB, route.address());
        assertFalse(route.expired(STORAGE, 416));
        assertFalse(route.expired(STORAGE, 206));
    }
}
