package hearth.web.engine;

import hearth.device.simd.SimdDevice;
import hearth.format.Gguf;
import hearth.web.engine.load.LoadProgress;
import hearth.web.engine.load.ModelAssembly;
import hearth.web.engine.load.WeightTarget;
import hearth.web.engine.model.LoadedModel;
import hearth.web.engine.model.ModelCard;
import hearth.web.engine.model.ModelShelf;
import hearth.web.engine.queue.Failures;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.request.LoadRequest;
import hearth.web.hub.ModelReference;
import hearth.web.hub.ModelReferences;
import hearth.web.platform.AbortController;
import hearth.web.platform.AbortSignal;
import hearth.web.platform.WebAssemblyMemory;
import hearth.web.protocol.Phase;
import hearth.web.store.Keep;
import hearth.web.store.ModelSource;
import hearth.web.store.ModelStore;
import hearth.web.store.TransferListener;
import org.teavm.jso.file.Blob;

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
    private int files;

    /** @param catalogue the catalogue as parsed JSON */
    ModelLoads(List<?> catalogue, ModelReferences references, ModelStore store, ModelShelf shelf, SimdDevice device, WebAssemblyMemory memory) {
        this.catalogue = catalogue;
        this.references = references;
        this.store = store;
        this.shelf = shelf;
        this.device = device;
        this.memory = memory;
    }

    /** Answers the request {@code request} with a handle, when the model is there. */
    void load(long request, Map<?, ?> body, Blob blob, Reply reply) {
        LoadRequest wanted = LoadRequest.read(body);
        ModelReference reference = references.resolve(wanted.reference(), blob);
        // Two of a user's files can have one name, so each of them is a model of its own.
        String key = reference.isOwn() ? "file " + ++files : "kept " + reference.id();
        ModelShelf.Arrival arrival = shelf.ask(key, request, wanted.contextLength(), reply);
        if (arrival == null) {
            return;
        }
        AbortController controller = new AbortController();
        arrival.whenAbandoned(controller::abort);
        new Thread(() -> bring(arrival, reference, wanted, controller.getSignal())).start();
    }

    private void bring(ModelShelf.Arrival arrival, ModelReference reference, LoadRequest wanted, AbortSignal signal) {
        LoadedModel model;
        try {
            new LoadProgress(reference.name(), -1, arrival::progress).phase(Phase.RESOLVE);
            ModelSource source = store.open(reference, keep(wanted), wanted.offline(), signal);
            model = read(arrival, source, wanted, reference.isOwn());
        } catch (RuntimeException | Error failure) {
            shelf.failed(arrival, Failures.of(failure));
            return;
        }
        shelf.arrived(arrival, model);
    }

    private static Keep keep(LoadRequest wanted) {
        if (wanted.keep() == null) {
            return Keep.IF_POSSIBLE;
        }
        return wanted.keep() ? Keep.REQUIRED : Keep.NO;
    }

    private LoadedModel read(ModelShelf.Arrival arrival, ModelSource source, LoadRequest wanted, boolean ownFile) {
        LoadProgress progress = new LoadProgress(source.name(), source.bytes(), arrival::progress);
        if (ownFile && Boolean.TRUE.equals(wanted.keep())) {
            progress.notice("The file is not kept on this device: it can be chosen again where it lies.");
        }
        ModelCard card = ModelCard.of(catalogue, source.id(), source.name(), source.bytes());
        LoadedModel.Origin origin = new LoadedModel.Origin(source.id(), source.name(), card, source.bytes());
        ModelAssembly assembly = new ModelAssembly(origin, arrival.contextLength(), new WeightTarget.Device() {
            @Override
            public WeightTarget prepare(Gguf head, int contextLength) {
                progress.phase(Phase.COMPILE);
                return new SimdTarget(device.prepare(head, contextLength));
            }
        });
        boolean done = false;
        try {
            source.read((bytes, fileOffset) -> assembly.accept(new BytesPiece(bytes, memory)), new TransferListener() {
                @Override
                public void progress(long loaded, long total, double perSecond, double left, boolean cached) {
                    progress.moved(loaded, total, perSecond, left, cached);
                }

                @Override
                public void notice(String text) {
                    progress.notice(text);
                }
            });
            LoadedModel model = assembly.finish(progress.notices());
            progress.phase(Phase.READY);
            done = true;
            return model;
        } finally {
            if (!done) {
                assembly.discard();
            }
            source.close();
        }
    }
}
