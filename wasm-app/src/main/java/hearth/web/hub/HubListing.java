package hearth.web.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a hub answers when it is asked for the files of a repository. */
final class HubListing {
    private static final String NEXT = "rel=\"next\"";

    private HubListing() {
    }

    /**
     * The files of one page of a listing; null where the answer is none. Folders, and entries that are not as they should be,
     * are left out.
     *
     * @param json the answer as parsed
     */
    static List<HubEntry> entries(Object json) {
        if (!(json instanceof List<?> listed)) {
            return null;
        }
        List<HubEntry> entries = new ArrayList<>();
        for (Object each : listed) {
            if (each instanceof Map<?, ?> map && "file".equals(map.get("type")) && map.get("path") instanceof String path) {
                Map<?, ?> large = map.get("lfs") instanceof Map<?, ?> found ? found : Map.of();
                String sha256 = large.get("oid") instanceof String oid && AddressText.isSha256(oid) ? AddressText.lowerCase(oid) : null;
                entries.add(new HubEntry(AddressText.path(path), bytes(large.containsKey("size") ? large.get("size") : map.get("size")), sha256));
            }
        }
        return entries;
    }

    /** The query of the address of the page after this one, from the answer's Link header; null where there is none. */
    static String nextPage(String link) {
        int next = link == null ? -1 : link.indexOf(NEXT);
        int end = next < 0 ? -1 : link.lastIndexOf('>', next);
        int start = end < 0 ? -1 : link.lastIndexOf('<', end);
        int query = start < 0 ? -1 : link.indexOf('?', start);
        return query < 0 || query > end ? null : link.substring(query, end);
    }

    private static long bytes(Object size) {
        return size instanceof Long bytes && bytes >= 0 ? bytes : -1;
    }
}
