package hearth.web.engine.model;

import hearth.program.StateType;
import hearth.web.engine.queue.Reply;
import hearth.web.engine.request.ContextOptions;
import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The models in memory and those on their way. However often a model is loaded, it is fetched once and held once; each
 * load gets a handle of its own, and the weights go with the last handle.
 */
public final class ModelShelf {
    /** Told when nobody waits for a model any more. */
    public interface Abandonment {
        void abandoned();
    }

    /** A model on its way, and everybody who waits for it. */
    public static final class Arrival {
        private String key;
        private final List<Waiter> waiters = new ArrayList<>();
        private Abandonment abandonment;
        private boolean abandoned;

        private Arrival(String key) {
            this.key = key;
        }

        /** Says what is to happen when nobody waits any more: to stop fetching. */
        public void whenAbandoned(Abandonment stop) {
            abandonment = stop;
        }

        /** Tells everybody who waits how far it is. */
        public void progress(Object json) {
            for (Waiter waiter : new ArrayList<>(waiters)) {
                waiter.reply.progress(json);
            }
        }

        /** The longest context that somebody asked for, and the KV cache of whoever asked for one first. */
        public ContextOptions context() {
            ContextOptions all = ContextOptions.AUTOMATIC;
            for (Waiter waiter : waiters) {
                all = all.and(waiter.context);
            }
            return all;
        }
    }

    private record Waiter(long request, ContextOptions context, Reply reply) {
    }

    private static final class Held {
        private final LoadedModel model;
        private int handles;

        private Held(LoadedModel model) {
            this.model = model;
        }
    }

    private final Map<String, Arrival> arriving = new LinkedHashMap<>();
    private final Map<String, Held> held = new LinkedHashMap<>();
    private final Map<Integer, ModelHandle> handles = new LinkedHashMap<>();
    private int lastHandle;

    /**
     * Asks for a model. If it is here, {@code reply} gets its handle at once; if it is on its way, when it arrives.
     *
     * @param key     what tells models apart
     * @param request the request's number, for {@link #cancel}
     * @param context what is asked of the context; a model in memory has one context for all its handles, so that one that
     *                asks for more, or for another KV cache, is refused
     * @return the arrival that the caller has to carry out, or null where there is nothing to do
     */
    public Arrival ask(String key, long request, ContextOptions context, Reply reply) {
        Held here = held.get(key);
        if (here != null) {
            handOver(here, new Waiter(request, context, reply));
            return null;
        }
        Arrival arrival = arriving.get(key);
        boolean first = arrival == null;
        if (first) {
            arrival = new Arrival(key);
            arriving.put(key, arrival);
        }
        arrival.waiters.add(new Waiter(request, context, reply));
        return first ? arrival : null;
    }

    /**
     * It has turned out what tells the model from others: only then it may be found that it is here already, or on its way.
     *
     * @return whether the caller still has to carry the arrival out
     */
    public boolean identified(Arrival arrival, String key) {
        if (arrival.abandoned || arrival.key.equals(key)) {
            return !arrival.abandoned;
        }
        arriving.remove(arrival.key, arrival);
        Held here = held.get(key);
        Arrival other = arriving.get(key);
        if (here == null && other == null) {
            arrival.key = key;
            arriving.put(key, arrival);
            return true;
        }
        for (Waiter waiter : arrival.waiters) {
            if (here != null) {
                handOver(here, waiter);
            } else {
                other.waiters.add(waiter);
            }
        }
        arrival.waiters.clear();
        return false;
    }

    /** The model has arrived: everybody who waits gets a handle. Where nobody can use it, it goes again. */
    public void arrived(Arrival arrival, LoadedModel model) {
        if (arrival.abandoned) {
            model.close();
            return;
        }
        arriving.remove(arrival.key, arrival);
        Held here = new Held(model);
        held.put(arrival.key, here);
        for (Waiter waiter : arrival.waiters) {
            handOver(here, waiter);
        }
        dropUnused(arrival.key, here);
    }

    /** The model does not arrive. */
    public void failed(Arrival arrival, HearthException failure) {
        arriving.remove(arrival.key, arrival);
        for (Waiter waiter : arrival.waiters) {
            waiter.reply.failed(failure);
        }
        arrival.waiters.clear();
    }

    /** Takes a waiting request back; it fails with {@code aborted}. Returns false where it does not wait here. */
    public boolean cancel(long request) {
        for (Arrival arrival : arriving.values()) {
            for (Waiter waiter : arrival.waiters) {
                if (waiter.request == request) {
                    arrival.waiters.remove(waiter);
                    if (arrival.waiters.isEmpty()) {
                        arriving.remove(arrival.key);
                        arrival.abandoned = true;
                        if (arrival.abandonment != null) {
                            arrival.abandonment.abandoned();
                        }
                    }
                    waiter.reply.failed(new HearthException(ErrorCode.ABORTED, "Loading was aborted",
                            "Load the model again; what has been stored is not fetched twice."));
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The handle of this number.
     *
     * @throws HearthException {@code closed} where there is none any more
     */
    public ModelHandle handle(long number) {
        ModelHandle handle = number > 0 && number <= lastHandle ? handles.get((int) number) : null;
        if (handle == null) {
            throw new HearthException(ErrorCode.CLOSED, "The model was unloaded", "Load it again.");
        }
        return handle;
    }

    /** Gives a handle back. */
    public void release(ModelHandle handle) {
        if (handles.remove(handle.number()) == null) {
            return;
        }
        for (Map.Entry<String, Held> entry : held.entrySet()) {
            if (entry.getValue().model == handle.model()) {
                entry.getValue().handles--;
                dropUnused(entry.getKey(), entry.getValue());
                return;
            }
        }
    }

    /** Bytes of all weights in memory. */
    public long weightsBytes() {
        long bytes = 0;
        for (Held here : held.values()) {
            bytes += here.model.footprint().weights();
        }
        return bytes;
    }

    /** Bytes of all models' states and activations in memory. */
    public long stateBytes() {
        long bytes = 0;
        for (Held here : held.values()) {
            bytes += here.model.footprint().state();
        }
        return bytes;
    }

    private void handOver(Held here, Waiter waiter) {
        int available = here.model.runner().contextLength();
        int length = waiter.context.length();
        StateType kvCache = waiter.context.kvCache();
        if (length > available) {
            waiter.reply.failed(new HearthException(ErrorCode.BAD_REQUEST, "contextLength is " + length
                    + ", but this model is in memory already with a context of " + available + " tokens",
                    "Unload the model first, or ask for at most " + available + "."));
            return;
        }
        if (kvCache != null && kvCache != here.model.kvCache()) {
            waiter.reply.failed(new HearthException(ErrorCode.BAD_REQUEST, "kvCache is '" + ContextOptions.name(kvCache)
                    + "', but this model is in memory already with '" + ContextOptions.name(here.model.kvCache()) + "'",
                    "Unload the model first, or leave kvCache out."));
            return;
        }
        ModelHandle handle = new ModelHandle(++lastHandle, here.model, length > 0 ? length : available);
        handles.put(handle.number(), handle);
        here.handles++;
        waiter.reply.result(handle.toJson());
    }

    private void dropUnused(String key, Held here) {
        if (here.handles == 0) {
            held.remove(key);
            here.model.close();
        }
    }
}
