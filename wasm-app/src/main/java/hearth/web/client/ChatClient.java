package hearth.web.client;

import hearth.web.platform.AbortController;
import hearth.web.platform.AbortSignal;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.function.JSConsumer;

/**
 * Answers conversations: starts the engine when it is first needed, loads the chosen model (one at a time), and hands the
 * answer on piece by piece. One answer at a time.
 */
public final class ChatClient {
    /** Hears what happens on the way to an answer. Ends with exactly one of {@code answered} and {@code failed}. */
    public interface Listener {
        /** The model is being loaded. */
        void loading(Progress progress);

        /** The model is there. */
        void ready(Hearth.Model model);

        /** The next piece of the thoughts. */
        void thought(String piece);

        /** The next piece of the answer. */
        void text(String piece);

        /** The answer is whole. */
        void answered(Outcome outcome);

        /** The answer broke off; what came before it counts. */
        void failed(Failure failure);
    }

    /** How an answer ended. */
    public static final class Outcome {
        private boolean cut;
        private int tokens = -1;
        private double tokensPerSecond = -1;
        private Profile profile;

        /** Whether the answer was cut off because no room was left. */
        public boolean isCut() {
            return cut;
        }

        /** Tokens of the answer; -1 when not known. */
        public int tokens() {
            return tokens;
        }

        /** Speed; -1 when not known. */
        public double tokensPerSecond() {
            return tokensPerSecond;
        }

        /** What the time went into; null where that was not measured. */
        public Profile profile() {
            return profile;
        }

        private void note(JSObject chunk) {
            cut |= Reply.finishReason(chunk).equals("length");
            int count = Reply.tokens(chunk);
            tokens = count < 0 ? tokens : count;
            double speed = Reply.tokensPerSecond(chunk);
            tokensPerSecond = speed < 0 ? tokensPerSecond : speed;
            Profile measured = Reply.profile(chunk);
            profile = measured == null ? profile : measured;
        }
    }

    @JSFunctor
    private interface OnProgress extends JSObject {
        void accept(Progress progress);
    }

    private final Hearth hearth;
    private final JSObject options;
    private JSPromise<Hearth.Runtime> runtime;
    private Hearth.Model model;
    private ModelChoice loaded;
    private AbortController running;
    private boolean measuring;

    /**
     * A client with nothing started yet.
     *
     * @param options what {@code Hearth.create()} takes
     */
    public ChatClient(Hearth hearth, JSObject options) {
        this.hearth = hearth;
        this.options = options;
    }

    /** From now on answers tell what their time went into. */
    public void measure() {
        measuring = true;
    }

    /** Starts the engine ahead of need. A failure shows when it is needed. */
    public void warm() {
        runtime().catchError(failure -> null);
    }

    /** The engine, started if it is not running yet. */
    public JSPromise<Hearth.Runtime> runtime() {
        if (runtime == null) {
            runtime = hearth.create(options);
        }
        return runtime;
    }

    /** The model that is loaded; null while none is. */
    public Hearth.Model model() {
        return model;
    }

    /** Whether this choice is loaded. */
    public boolean isLoaded(ModelChoice choice) {
        return model != null && choice.sameAs(loaded);
    }

    /** Whether an answer or a load is under way. */
    public boolean isBusy() {
        return running != null;
    }

    /** Gives up the answer or load that is under way, if one is. */
    public void stop() {
        if (running != null) {
            running.abort();
        }
    }

    /** Loads a model without asking it anything; ends with {@code ready} or {@code failed}. */
    public void load(ModelChoice choice, Listener listener) {
        AbortSignal signal = begin();
        ensure(choice, signal, listener).then(ready -> {
            running = null;
            listener.ready(ready);
            return null;
        }).catchError(rejection -> fail(rejection, listener));
    }

    /**
     * Answers a conversation.
     *
     * @param messages an array of messages, the last of them the user's
     */
    public void answer(ModelChoice choice, JSObject messages, Listener listener) {
        AbortSignal signal = begin();
        Outcome outcome = new Outcome();
        ensure(choice, signal, listener).flatThen(ready -> {
            listener.ready(ready);
            return Reply.request(ready, messages, measuring, signal);
        }).flatThen(stream -> pump(Reply.iterator(stream), outcome, listener)).then(end -> {
            running = null;
            listener.answered(outcome);
            return null;
        }).catchError(rejection -> fail(rejection, listener));
    }

    /** Ends the engine; the next request starts a new one. */
    public void close() {
        stop();
        if (runtime != null) {
            runtime.flatThen(Hearth.Runtime::close).catchError(failure -> null);
        }
        forgetEngine();
    }

    private AbortSignal begin() {
        running = new AbortController();
        return running.getSignal();
    }

    private JSPromise<Hearth.Model> ensure(ModelChoice choice, AbortSignal signal, Listener listener) {
        if (isLoaded(choice)) {
            return JSPromise.resolve(model);
        }
        JSPromise<?> free = model == null ? JSPromise.resolve(null) : model.unload();
        model = null;
        OnProgress onProgress = listener::loading;
        return free.flatThen(nothing -> runtime())
                .flatThen(engine -> engine.load(choice.reference(), loadOptions(onProgress, signal)))
                .then(ready -> {
                    model = ready;
                    loaded = choice;
                    return ready;
                });
    }

    private JSPromise<JSObject> pump(Reply.Iterator pieces, Outcome outcome, Listener listener) {
        return new JSPromise<>((resolve, reject) -> take(pieces, outcome, listener, resolve, reject));
    }

    private void take(Reply.Iterator pieces, Outcome outcome, Listener listener, JSConsumer<JSObject> resolve,
            JSConsumer<Object> reject) {
        pieces.next().then(step -> {
            if (step.isDone()) {
                resolve.accept(null);
                return null;
            }
            hand(step.getValue(), outcome, listener);
            take(pieces, outcome, listener, resolve, reject);
            return null;
        }).catchError(rejection -> {
            reject.accept(rejection);
            return null;
        });
    }

    private static void hand(JSObject chunk, Outcome outcome, Listener listener) {
        outcome.note(chunk);
        String thought = Reply.piece(chunk, "reasoning_content");
        if (!thought.isEmpty()) {
            listener.thought(thought);
        }
        String text = Reply.piece(chunk, "content");
        if (!text.isEmpty()) {
            listener.text(text);
        }
    }

    private JSObject fail(Object rejection, Listener listener) {
        Failure failure = Failure.of(rejection);
        running = null;
        if (failure.endsEngine()) {
            forgetEngine();
        }
        listener.failed(failure);
        return null;
    }

    private void forgetEngine() {
        runtime = null;
        model = null;
        loaded = null;
    }

    @JSBody(params = {"onProgress", "signal"}, script = "return {onProgress: onProgress, signal: signal};")
    private static native JSObject loadOptions(OnProgress onProgress, JSObject signal);
}
