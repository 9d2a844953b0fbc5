package hearth.web.hub;

import hearth.web.platform.AbortSignal;
import hearth.web.platform.JavaScriptException;
import hearth.web.protocol.HearthException;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks a hub about files before they are fetched: which there are, where a choice is to be made; else how long the file is
 * and which digest it has, so that what arrives can be checked. A hub without such an answer does no harm in the latter
 * case. Nothing is asked of what is stored.
 */
public final class ModelLookup {
    private final ModelReferences references;
    private final Hub hub;
    private final HubListings listings;

    ModelLookup(ModelReferences references, Hub hub) {
        this.references = references;
        this.hub = hub;
        listings = new HubListings(hub);
    }

    /**
     * The reference with all that can be known of its files. Suspends.
     *
     * @param offline never to touch the network
     * @throws HearthException not-found, gated, network, offline, aborted
     */
    public ModelReference complete(ModelReference reference, StoredModels stored, boolean offline, AbortSignal signal) {
        if (reference.isOwn()) {
            return reference;
        }
        if (reference.choice() != null) {
            return chosen(reference.choice(), stored.wholeModels(), offline, signal);
        }
        String url = reference.parts().get(0).url();
        HubFile first = offline || url == null || !lacksDigest(reference) ? null : hub.fileAt(url);
        if (first == null || stored.wholeModels().contains(reference.id())) {
            return reference;
        }
        try {
            return references.completed(reference, listings.files(first.repository(), first.revision(), first.folder(), false, signal));
        } catch (HubListings.NoListing unknown) {
            return reference;
        } catch (JavaScriptException failure) {
            requireWanted(signal);
            return reference;
        }
    }

    private static boolean lacksDigest(ModelReference reference) {
        boolean lacks = false;
        for (FilePart part : reference.parts()) {
            lacks |= part.sha256() == null;
        }
        return lacks;
    }

    /** What is on the device goes before what would have to be fetched. */
    private ModelReference chosen(HubChoice choice, List<String> whole, boolean offline, AbortSignal signal) {
        List<HubEntry> files = new FileChoice(stored(choice, whole)).best(choice.quantization());
        if (files.isEmpty()) {
            if (offline) {
                throw LookupErrors.notStored(choice);
            }
            FileChoice there = new FileChoice(listed(choice, signal));
            files = there.best(choice.quantization());
            if (files.isEmpty()) {
                throw LookupErrors.nothingToChoose(choice, there.names());
            }
        }
        return references.chosen(choice, files);
    }

    /** Files of the repository that are on the device: of a model that is there whole, all. */
    private List<HubEntry> stored(HubChoice choice, List<String> whole) {
        List<HubEntry> entries = new ArrayList<>();
        for (String id : whole) {
            HubFile file = references.hubFile(id);
            if (file != null && file.repository().equals(choice.repository()) && file.revision().equals(choice.revision())) {
                SplitName split = SplitName.of(file.path());
                for (int i = 1; i <= (split == null ? 1 : split.count()); i++) {
                    entries.add(new HubEntry(split == null ? file.path() : split.at(i), -1, null));
                }
            }
        }
        return entries;
    }

    private List<HubEntry> listed(HubChoice choice, AbortSignal signal) {
        try {
            return listings.files(choice.repository(), choice.revision(), "", true, signal);
        } catch (HubListings.NoListing none) {
            throw LookupErrors.noListing(choice, none.status(), hub.shown());
        } catch (JavaScriptException failure) {
            requireWanted(signal);
            throw TransferErrors.unreachable(hub.listing(choice.repository(), choice.revision(), ""), 0, failure);
        }
    }

    private static void requireWanted(AbortSignal signal) {
        if (signal.isAborted()) {
            throw TransferErrors.aborted();
        }
    }
}
