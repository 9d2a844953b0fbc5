package hearth.web.store;

import java.util.List;

/** The user's word on what may be removed to make room. */
public interface RoomConsent {
    /** Nothing may be removed. */
    RoomConsent NONE = (models, missingBytes) -> false;

    /** Whether these models may be removed, least recently used first, since {@code missingBytes} are missing. May suspend. */
    boolean mayRemove(List<StoredModel> models, double missingBytes);
}
