package hearth.web.engine;

import hearth.device.simd.SimdDevice;
import hearth.web.engine.load.LoadProgress;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.model.ModelCard;
import hearth.web.engine.model.ModelShelf;
import hearth.web.engine.queue.Failures;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.request.ContextOptions;
import hearth.web.engine.request.LoadRequest;
import hearth.web.hub.ModelReference;
import hearth.web.hub.ModelReferences;
import hearth.web.platform.AbortController;
import hearth.web.platform.PartReaders;
import hearth.web.platform.WebAssemblyMemory;
import hearth.web.protocol.Phase;
import hearth.web.store.Keep;
import hearth.web.store.ModelSource;
import hearth.web.store.ModelStore;
import hearth.web.store.ModelUse;
import hearth.web.store.RoomConsent;
import hearth.web.store.Terms;
import hearth.web.store.TransferListener;
import org.teavm.jso.file.Blob;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings models from where they are kept into memory, each in a coroutine of its own. */
final class ModelLoads {
    private final List<?> catalogue;
    private final ModelReferences references;
    private final ModelStore store;
    private final ModelShelf shelf;
    private final SimdDevice device;
    private final WebAssemblyMemory memory;
    private final PartReaders readers;
    private final Questions questions;
    private int files;

    /** @param catalogue the catalogue as parsed JSON */
    ModelLoads(List<?> catalogue, ModelReferences references, ModelStore store, ModelShelf shelf, SimdDevice device, WebAssemblyMemory memory,
            PartReaders readers, Questions questions) {
        this.catalogue = catalogue;
        this.references = references;
        this.store = store;
        this.shelf = shelf;
        this.device = device;
        this.memory = memory;
        this.readers = readers;
        this.questions = questions;
    }

    /** Answers the request {@code request} with a handle, when the model is there. */
    void load(long request, Map<?, ?> body, Blob blob, Reply reply) {
        LoadRequest wanted = LoadRequest.read(body);
        ModelReference reference = references.resolve(wanted.reference(), blob);
        // Two of a user's files can have one name, so each of them is a model of its own.
        String key = reference.isOwn() ? "file " + ++files : kept(reference);
        ModelShelf.Arrival arrival = shelf.ask(key, request, wanted.context(), reply);
        if (arrival == null) {
            return;
        }
        AbortController controller = new AbortController();
        arrival.whenAbandoned(controller::abort);
        Terms terms = new Terms(keep(wanted, reference.isOwn()), wanted.offline(), consent(wanted, reply), controller.getSignal());
        new Thread(() -> bring(arrival, reference, terms)).start();
    }

    private void bring(ModelShelf.Arrival arrival, ModelReference reference, Terms terms) {
        LoadedModel model;
        ModelUse use = null;
        try {
            LoadProgress progress = new LoadProgress(reference.name(), -1, arrival::progress);
            progress.phase(Phase.RESOLVE);
            readers.start();
            ModelReference complete = references.lookup().complete(reference, store, terms.offline(), terms.signal());
            if (!reference.isOwn() && !shelf.identified(arrival, kept(complete))) {
                return;
            }
            use = store.use(complete.isOwn() ? complete.kept().id() : complete.id());
            ModelSource source = store.open(complete, terms, listener(progress));
            model = read(arrival, source, terms);
        } catch (RuntimeException | Error failure) {
            if (use != null) {
                use.end();
            }
            shelf.failed(arrival, Failures.of(failure));
            return;
        }
        model.whenClosed(use::end);
        shelf.arrived(arrival, model);
    }

    /** What tells models apart that are kept under their ids. */
    private static String kept(ModelReference reference) {
        return "kept " + reference.id();
    }

    private static Keep keep(LoadRequest wanted, boolean own) {
        if (wanted.keep() == null) {
            return own ? Keep.NO : Keep.IF_POSSIBLE;
        }
        return wanted.keep() ? Keep.REQUIRED : Keep.NO;
    }

    private RoomConsent consent(LoadRequest wanted, Reply reply) {
        return switch (wanted.makeRoom()) {
            case NO -> RoomConsent.NONE;
            case YES -> (models, missingBytes) -> true;
            case ASK -> (models, missingBytes) -> {
                Map<String, Object> question = new LinkedHashMap<>();
                question.put("models", StoreJson.models(models));
                question.put("missingBytes", missingBytes);
                return questions.ask(reply, question);
            };
        };
    }

    private static TransferListener listener(LoadProgress progress) {
        return new TransferListener() {
            @Override
            public void progress(long loaded, long total, double perSecond, double left, boolean cached) {
                progress.moved(loaded, total, perSecond, left, cached);
            }

            @Override
            public void notice(String text) {
                progress.notice(text);
            }
        };
    }

    private LoadedModel read(ModelShelf.Arrival arrival, ModelSource source, Terms terms) {
        LoadProgress progress = new LoadProgress(source.name(), source.bytes(), arrival::progress);
        ModelCard card = ModelCard.of(catalogue, source.id(), source.name(), source.bytes());
        LoadedModel.Origin origin = new LoadedModel.Origin(source.id(), source.name(), card, source.bytes());
        ModelArrival arriving = new ModelArrival(origin, source.following(), arrival.context(), device, memory, readers, progress,
                terms.signal());
        boolean done = false;
        try {
            source.read(arriving, listener(progress));
            LoadedModel model = arriving.finish(progress.notices());
            progress.phase(Phase.READY);
            done = true;
            return model;
        } finally {
            if (!done) {
                arriving.discard();
            }
            source.close();
        }
    }
}
