package hearth.web.hub;

import hearth.json.Json;
import hearth.json.JsonException;
import hearth.web.platform.AbortController;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.HttpRequest;
import hearth.web.platform.HttpResponse;
import hearth.web.platform.JavaScriptException;
import hearth.web.platform.Promises;
import hearth.web.platform.Timer;
import org.teavm.jso.dom.events.Event;
import org.teavm.jso.dom.events.EventListener;

import java.util.ArrayList;
import java.util.List;

/** Fetches the lists of files that a hub gives, page by page. */
final class HubListings {
    static final int SECONDS = 15;
    private static final int HTTP_OK = 200;
    /** A page has up to a thousand files. */
    private static final int MOST_PAGES = 50;

    /** The hub gave no list. */
    static final class NoListing extends RuntimeException {
        /** The hub said nothing in time. */
        static final int SILENCE = -1;

        private final int status;

        private NoListing(int status) {
            this.status = status;
        }

        /** The status of what it answered: 200 where that is something else than a list; or {@link #SILENCE}. */
        int status() {
            return status;
        }
    }

    /** @param next query of the page that follows, or null */
    private record Page(List<HubEntry> entries, String next) {
    }

    private final Hub hub;

    HubListings(Hub hub) {
        this.hub = hub;
    }

    /**
     * The files of a folder. Suspends.
     *
     * @param folder    of the repository, empty for its root
     * @param recursive whether those of the folders in it are wanted too
     * @throws NoListing           where the hub answers with something else, or not in time
     * @throws JavaScriptException where it cannot be reached, or the signal is aborted
     */
    List<HubEntry> files(String repository, String revision, String folder, boolean recursive, AbortSignal signal) {
        String address = hub.listing(repository, revision, folder);
        List<HubEntry> files = new ArrayList<>();
        String query = recursive ? "?recursive=true" : "";
        for (int i = 0; i < MOST_PAGES && query != null; i++) {
            Page page = page(address + query, signal);
            files.addAll(page.entries());
            query = page.next();
        }
        return files;
    }

    private Page page(String address, AbortSignal signal) {
        AbortController ender = new AbortController();
        EventListener<Event> onAbort = event -> ender.abort();
        boolean[] late = {false};
        int watchdog = Timer.start(() -> {
            late[0] = true;
            ender.abort();
        }, SECONDS * 1000.0);
        signal.addEventListener("abort", onAbort);
        try {
            if (signal.isAborted()) {
                ender.abort();
            }
            return page(request(address).send(ender.getSignal()));
        } catch (JavaScriptException failure) {
            if (late[0]) {
                throw new NoListing(NoListing.SILENCE);
            }
            throw failure;
        } finally {
            Timer.cancel(watchdog);
            signal.removeEventListener("abort", onAbort);
        }
    }

    private HttpRequest request(String address) {
        HttpRequest request = new HttpRequest(address);
        String authorization = hub.authorization(address);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private static Page page(HttpResponse answer) {
        if (answer.getStatus() != HTTP_OK) {
            throw new NoListing(answer.getStatus());
        }
        Object json;
        try {
            json = Json.parse(Promises.await(answer.text()).stringValue());
        } catch (JsonException noJson) {
            throw new NoListing(HTTP_OK);
        }
        List<HubEntry> entries = HubListing.entries(json);
        if (entries == null) {
            throw new NoListing(HTTP_OK);
        }
        return new Page(entries, HubListing.nextPage(answer.header("Link")));
    }
}
