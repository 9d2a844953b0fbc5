package hearth.web.hub;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;
import org.teavm.jso.file.Blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns what a user calls a model into addresses: a catalogue id, {@code org/repo/file.gguf} on a hub (with
 * {@code org/repo@revision/file.gguf} for another revision than main), {@code org/repo} or {@code org/repo:Q4_K_M} for a
 * file that is to be chosen there, addresses, or files of the user's own. Of a model that is split into several files the
 * name of one is enough. One model gets one id, whatever it was called: the catalogue's where it is the catalogue's, else
 * its name on the hub in use, else its address.
 */
public final class ModelReferences {
    private static final String SHA256 = "sha256";

    private final List<?> catalogue;
    private final String assets;
    private final Hub hub;

    /** What a text leads to: under which id it is kept, where it lies, and its card or null. */
    private record Place(String id, String url, Map<?, ?> card) {
    }

    /**
     * @param catalogue the catalogue as parsed: objects with {@code id}, {@code name}, {@code url}, {@code sha256}
     * @param assets    absolute address of the folder that the catalogue's own files are relative to
     * @param hub       base address of the hub, or null for the default one
     * @param token     for gated repositories of the hub, or null
     */
    public ModelReferences(List<?> catalogue, String assets, String hub, String token) {
        this.catalogue = catalogue;
        this.assets = assets.endsWith("/") ? assets.substring(0, assets.length() - 1) : assets;
        this.hub = new Hub(hub, token);
    }

    /** The catalogue's entry with this id, or null. */
    public Map<?, ?> card(String id) {
        for (Object each : catalogue) {
            if (each instanceof Map<?, ?> card && id.equals(card.get("id"))) {
                return card;
            }
        }
        return null;
    }

    /**
     * The id of what {@code name} calls, in any of the ways a model can be called; {@code name} itself where it calls nothing,
     * or a file that is still to be chosen.
     */
    public String id(String name) {
        Place place = place(firstFile(name));
        return place == null ? name : place.id();
    }

    /** Finds out about files at the hub that these references lead to. */
    public ModelLookup lookup() {
        return new ModelLookup(this, hub);
    }

    /**
     * @param reference a string, or an object with {@code url} (a string or a list), {@code sha256} (likewise) and
     *                  {@code name}, or with {@code blob} true and the {@code files} that it is made of, each with
     *                  {@code name}, {@code bytes} and {@code lastModified}
     * @param blob      the bytes of all files in the last case, else null
     */
    public ModelReference resolve(Object reference, Blob blob) {
        if (reference instanceof String text) {
            return ofTexts(List.of(text), List.of(), null);
        }
        if (reference instanceof Map<?, ?> map) {
            if (blob != null) {
                return OwnFiles.given(map, blob);
            }
            List<String> urls = ReferenceFields.strings(map.get("url"), "url");
            if (!urls.isEmpty()) {
                return ofTexts(urls, ReferenceFields.digests(map.get(SHA256), SHA256), ReferenceFields.string(map.get("name"), "name"));
            }
        }
        throw ReferenceFields.bad("The model is neither a name, an address, a file nor an object with a url",
                "Give a catalogue id such as 'hearth-tiny', 'org/repo', 'org/repo/file.gguf', an address or a File.");
    }

    /**
     * The model that was chosen.
     *
     * @param files in order
     */
    ModelReference chosen(HubChoice choice, List<HubEntry> files) {
        HubFile first = new HubFile(choice.repository(), choice.revision(), files.get(0).path());
        return completed(ofTexts(List.of(first.id()), List.of(), null), files);
    }

    /** The reference with what a hub says of its files, where it says something. */
    ModelReference completed(ModelReference reference, List<HubEntry> entries) {
        List<FilePart> parts = new ArrayList<>();
        for (FilePart part : reference.parts()) {
            HubFile file = part.url() == null ? null : hub.fileAt(part.url());
            HubEntry entry = file == null ? null : FileChoice.withPath(file.path(), entries);
            parts.add(entry == null ? part : new FilePart(part.key(), part.url(), part.sha256() == null ? entry.sha256() : part.sha256(),
                    entry.bytes(), part.authorization()));
        }
        return new ModelReference(reference.id(), reference.name(), parts, List.of(), null);
    }

    /** Where a model that is stored lies on the hub, or null. */
    HubFile hubFile(String id) {
        Place place = place(id);
        return place == null ? null : hub.fileAt(place.url());
    }

    private ModelReference ofTexts(List<String> texts, List<String> digests, String name) {
        if (texts.size() == 1 && texts.get(0).startsWith(ModelReference.OWN)) {
            return OwnFiles.kept(firstFile(texts.get(0)));
        }
        List<Place> places = new ArrayList<>();
        for (String text : texts) {
            Place place = place(texts.size() == 1 ? firstFile(text) : text);
            if (place == null) {
                return ofChoice(texts, text, digests, name);
            }
            places.add(place);
        }
        Place first = places.get(0);
        if (places.size() == 1) {
            return ofFiles(first.id(), name, first.card(), expanded(first.url()), digests);
        }
        List<String> urls = new ArrayList<>();
        for (Place place : places) {
            urls.add(place.url());
        }
        int[] order = FileOrder.of(urls);
        List<String> ordered = new ArrayList<>();
        List<String> orderedDigests = new ArrayList<>();
        for (int index : order) {
            ordered.add(urls.get(index));
            if (digests.size() == order.length) {
                orderedDigests.add(digests.get(index));
            }
        }
        boolean named = SplitName.of(first.url()) != null;
        Place start = places.get(order[0]);
        return ofFiles(named ? start.id() : joined(places), name, named ? start.card() : null, ordered,
                orderedDigests.isEmpty() ? digests : orderedDigests);
    }

    /** Files whose names do not say that they belong together are together another model than the first alone. */
    private static String joined(List<Place> places) {
        StringBuilder id = new StringBuilder();
        for (Place place : places) {
            id.append(id.length() == 0 ? "" : " + ").append(place.id());
        }
        return id.toString();
    }

    private ModelReference ofChoice(List<String> texts, String text, List<String> digests, String name) {
        HubChoice page = AddressText.isAbsolute(text) ? hub.repositoryAt(text) : null;
        HubChoice choice = page == null ? HubChoice.read(text) : page;
        if (choice == null) {
            throw new HearthException(ErrorCode.NOT_FOUND, "There is no model '" + text + "' in the catalogue, and it is no address",
                    "Give a catalogue id, 'org/repo' or 'org/repo/file.gguf' on the hub, or an address that starts with https:// or ./");
        }
        if (texts.size() > 1 || !digests.isEmpty()) {
            throw ReferenceFields.bad("'" + text + "' is a repository, not a file", "Name the file in it: '" + choice.repository() + "/file.gguf'.");
        }
        return new ModelReference(choice.id(), name == null ? choice.id() : name, List.of(), List.of(), choice);
    }

    private ModelReference ofFiles(String id, String name, Map<?, ?> card, List<String> urls, List<String> given) {
        List<String> digests = given.isEmpty() && card != null ? ReferenceFields.digests(card.get(SHA256), "sha256 of the catalogue") : given;
        int count = urls.size();
        if (!digests.isEmpty() && digests.size() != count) {
            throw ReferenceFields.bad("sha256 has " + digests.size() + " digests, but the model has " + count + (count == 1 ? " file" : " files"),
                    "Give one digest for each file, in the same order, or none.");
        }
        List<FilePart> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new FilePart(FilePart.key(id, i, count), urls.get(i), digests.isEmpty() ? null : digests.get(i), -1,
                    hub.authorization(urls.get(i))));
        }
        return new ModelReference(id, name == null ? shownName(card, urls.get(0)) : name, parts, List.of(), null);
    }

    private static String shownName(Map<?, ?> card, String url) {
        String known = card == null ? null : ReferenceFields.string(card.get("name"), "name of the catalogue");
        String file = AddressText.fileName(url);
        SplitName split = SplitName.of(file);
        return known != null ? known : split == null ? file : split.whole();
    }

    /** What the first file of a model is called, when one of its files is called so. */
    private static String firstFile(String text) {
        SplitName split = SplitName.of(text);
        return split == null ? text : split.at(1);
    }

    /** All files of the model that one belongs to. */
    private static List<String> expanded(String url) {
        SplitName split = SplitName.of(url);
        if (split == null) {
            return List.of(url);
        }
        FileOrder.requireReadable(split);
        List<String> urls = new ArrayList<>();
        for (int i = 1; i <= split.count(); i++) {
            urls.add(split.at(i));
        }
        return urls;
    }

    /** Null where the text calls no file. */
    private Place place(String text) {
        Map<?, ?> asked = card(text);
        if (asked != null) {
            return new Place(text, addressOf(asked), asked);
        }
        boolean absolute = AddressText.isAbsolute(text);
        HubFile file = absolute ? hub.fileAt(text) : HubFile.read(text);
        if (file == null && (!absolute || hub.repositoryAt(text) != null)) {
            return null;
        }
        String url = file == null ? AddressText.withoutFragment(text) : hub.address(file);
        for (Object each : catalogue) {
            if (each instanceof Map<?, ?> card && url.equals(addressOf(card))) {
                return new Place(ReferenceFields.string(card.get("id"), "id of the catalogue"), url, card);
            }
        }
        return new Place(file == null ? url : file.id(), url, null);
    }

    private String addressOf(Map<?, ?> card) {
        String url = ReferenceFields.string(card.get("url"), "url of the catalogue");
        if (AddressText.isAbsolute(url)) {
            return url;
        }
        HubFile file = HubFile.read(url);
        return file == null ? assets + "/" + url : hub.address(file);
    }
}
