package hearth.web.hub;

import java.util.List;

/** What of the models is on this device. */
public interface StoredModels {
    /** The ids of those of which every byte is here. May suspend. */
    List<String> wholeModels();
}
