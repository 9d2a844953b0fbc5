package hearth.web.widget;

import hearth.web.client.ChatClient;
import hearth.web.client.ChatMessage;
import hearth.web.client.Failure;
import hearth.web.client.Hearth;
import hearth.web.client.ModelChoice;
import hearth.web.client.Progress;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.xml.Node;
import org.teavm.jso.function.JSConsumer;

/**
 * One {@code <hearth-chat>}. Nothing is fetched before the visitor opens it; then {@code hearth.js}, which knows how big the
 * model is; and the engine and the model only after the visitor has agreed to that.
 */
public final class Widget implements Panel.Actions {
    private final HTMLElement element;
    private final WidgetModule.Library library;
    private final Settings settings;
    private final Panel panel;
    private JSArray<JSObject> messages = new JSArray<>();
    private JSPromise<Hearth> hearth;
    private ChatClient client;
    private Hearth.Runtime runtime;
    private boolean started;
    private boolean wasOpen;
    private String agreed = "";
    private Question waiting;

    /** A question of the visitor, and who waits for its answer. */
    private static final class Question {
        final JSConsumer<JSString> answered;
        final JSConsumer<Object> failed;

        Question(JSConsumer<JSString> answered, JSConsumer<Object> failed) {
            this.answered = answered;
            this.failed = failed;
        }
    }

    Widget(HTMLElement element, Node root, WidgetModule.Library library) {
        this.element = element;
        this.library = library;
        settings = new Settings(element);
        panel = new Panel(root, settings, this);
    }

    /** The element is in the page. */
    @JSExport
    public void connect() {
        if (!started) {
            started = true;
            panel.startAnew();
        }
        wasOpen = settings.isOpen();
        panel.update();
        if (settings.loadsByItself()) {
            load().catchError(shown -> null);
        } else if (wasOpen && !settings.isInline()) {
            touched();
        }
    }

    /** The element has left the page: everything that it held is given back. */
    @JSExport
    public void disconnect() {
        if (client != null) {
            client.close();
            client = null;
            runtime = null;
        }
    }

    /** An attribute has changed. */
    @JSExport
    public void changed(String name) {
        panel.update();
        if (name.equals("open")) {
            if (settings.isOpen() && !wasOpen) {
                panel.focusInput();
                touched();
            } else if (!settings.isOpen() && wasOpen) {
                panel.focusLauncher();
            }
            wasOpen = settings.isOpen();
        } else if ((name.equals("greeting") || name.equals("suggestions")) && messages.getLength() == 0) {
            panel.startAnew();
        }
    }

    /** Fetches and starts the model. */
    @JSExport
    public JSPromise<JSUndefined> load() {
        return new JSPromise<>((resolve, reject) -> chosen().then(choice -> {
            agreed = choice.key();
            panel.hideCards();
            if (client.isLoaded(choice) || client.isBusy()) {
                resolve.accept(JSUndefined.instance());
                return null;
            }
            client.load(choice, new Loading(choice) {
                @Override
                public void ready(Hearth.Model model) {
                    super.ready(model);
                    panel.setBusy(false);
                    resolve.accept(JSUndefined.instance());
                }

                @Override
                public void failed(Failure failure) {
                    super.failed(failure);
                    reject.accept(failure.error());
                }
            });
            panel.setBusy(true);
            return null;
        }).catchError(rejection -> {
            reject.accept(rejection);
            return null;
        }));
    }

    /** Says something for the visitor. The promise gives the answer, when the visitor has agreed to the download. */
    @JSExport
    public JSPromise<JSString> ask(String text) {
        return new JSPromise<>((resolve, reject) -> {
            if (client != null && client.isBusy()) {
                reject.accept(busy());
                return;
            }
            JSObject message = ChatMessage.of(ChatMessage.USER, text);
            messages.push(message);
            panel.hideCards();
            panel.add(MessageView.user(text));
            emit(element, "hearth-message", message);
            waiting = new Question(resolve, reject);
            answerIfAgreed();
        });
    }

    /** Ends what is under way. */
    @Override
    @JSExport
    public void stop() {
        if (client != null) {
            client.stop();
        }
    }

    /** Empties the conversation. */
    @JSExport
    public void clear() {
        stop();
        messages = new JSArray<>();
        waiting = null;
        panel.hideCards();
        panel.startAnew();
    }

    /** The conversation, without the greeting. */
    @JSExport
    @JSProperty
    public JSObject getMessages() {
        return copies(messages);
    }

    /** The engine; null before it runs. */
    @JSExport
    @JSProperty
    public Hearth.Runtime getRuntime() {
        return runtime;
    }

    /** The model; null before it is loaded. */
    @JSExport
    @JSProperty
    public Hearth.Model getChatModel() {
        return client == null ? null : client.model();
    }

    @Override
    public void open(boolean open) {
        settings.open(open);
    }

    /** The visitor has turned to the widget: what must be agreed to is shown. */
    @Override
    public void touched() {
        chosen().then(choice -> {
            if (!agreed.equals(choice.key())) {
                askConsent(choice);
            }
            return null;
        }).catchError(rejection -> {
            panel.showTrouble(Failure.of(rejection));
            return null;
        });
    }

    @Override
    public void send(String text) {
        ask(text).catchError(shown -> null);
    }

    @Override
    public void agree() {
        chosen().then(choice -> {
            agreed = choice.key();
            panel.hideCards();
            if (waiting == null) {
                load().catchError(shown -> null);
            } else {
                answer(choice);
            }
            panel.focusInput();
            return null;
        });
    }

    @Override
    public void retry() {
        panel.hideCards();
        if (messages.getLength() == 0 || !ChatMessage.role(messages.get(messages.getLength() - 1)).equals(ChatMessage.USER)) {
            load().catchError(shown -> null);
        } else {
            answerIfAgreed();
        }
    }

    private void answerIfAgreed() {
        chosen().then(choice -> {
            if (agreed.equals(choice.key())) {
                answer(choice);
            } else {
                askConsent(choice);
            }
            return null;
        }).catchError(rejection -> {
            fail(Failure.of(rejection));
            return null;
        });
    }

    private void answer(ModelChoice choice) {
        MessageView view = MessageView.assistant();
        panel.add(view);
        panel.setBusy(true);
        client.answer(choice, prompt(), new Answering(choice, view));
    }

    /** The conversation with the host's instructions before it. */
    private JSArray<JSObject> prompt() {
        JSArray<JSObject> prompt = messages.slice(0);
        if (!settings.system().isEmpty()) {
            prompt.unshift(ChatMessage.of(ChatMessage.SYSTEM, settings.system()));
        }
        return prompt;
    }

    private void askConsent(ModelChoice choice) {
        library().flatThen(api -> Source.describe(api, choice)).then(words -> {
            if (!agreed.equals(choice.key())) {
                panel.askConsent(words);
            }
            return null;
        });
    }

    private JSPromise<Hearth> library() {
        if (hearth == null) {
            hearth = library.fetch().flatCatchError(rejection -> {
                hearth = null;
                return JSPromise.reject(rejection);
            });
        }
        return hearth;
    }

    private JSPromise<ModelChoice> chosen() {
        return library().then(api -> {
            if (client == null) {
                client = new ChatClient(api, settings.runtimeOptions());
            }
            return settings.model(api);
        });
    }

    private void fail(Failure failure) {
        Question question = waiting;
        waiting = null;
        panel.setBusy(false);
        if (!failure.isAbort()) {
            panel.showTrouble(failure);
            emit(element, "hearth-error", failure.error());
        }
        if (question != null) {
            question.failed.accept(failure.error());
        }
    }

    /** What the visitor and the host hear of a load. */
    private abstract class Loading implements ChatClient.Listener {
        private final ModelChoice choice;
        private final boolean needed;

        Loading(ModelChoice choice) {
            this.choice = choice;
            needed = !client.isLoaded(choice);
        }

        @Override
        public void loading(Progress progress) {
            panel.showProgress(progress, choice.label());
            emit(element, "hearth-progress", progress);
        }

        @Override
        public void ready(Hearth.Model model) {
            panel.hideCards();
            if (needed) {
                client.runtime().then(engine -> {
                    runtime = engine;
                    return null;
                });
                emit(element, "hearth-ready", model.getInfo());
            }
        }

        @Override
        public void thought(String piece) {
        }

        @Override
        public void text(String piece) {
        }

        @Override
        public void answered(ChatClient.Outcome outcome) {
        }

        @Override
        public void failed(Failure failure) {
            panel.hideCards();
            fail(failure);
        }
    }

    /** What becomes of one answer. */
    private final class Answering extends Loading {
        private final MessageView view;
        private final JSArray<JSObject> conversation = messages;

        Answering(ModelChoice choice, MessageView view) {
            super(choice);
            this.view = view;
        }

        @Override
        public void thought(String piece) {
            view.think(piece);
        }

        @Override
        public void text(String piece) {
            view.write(piece);
        }

        @Override
        public void answered(ChatClient.Outcome outcome) {
            Question question = waiting;
            waiting = null;
            keep();
            panel.setBusy(false);
            if (question != null) {
                question.answered.accept(JSString.valueOf(view.text()));
            }
        }

        @Override
        public void failed(Failure failure) {
            keep();
            super.failed(failure);
        }

        /** Keeps what was said; the conversation may have been cleared meanwhile. */
        private void keep() {
            view.finish();
            if (view.isBlank() || conversation != messages) {
                panel.remove(view);
            } else {
                JSObject message = view.message();
                messages.push(message);
                emit(element, "hearth-message", message);
            }
        }
    }

    @JSBody(params = {"element", "name", "detail"},
            script = "element.dispatchEvent(new CustomEvent(name, {detail: detail, bubbles: true, composed: true}));")
    private static native void emit(HTMLElement element, String name, JSObject detail);

    @JSBody(params = "messages", script = "return messages.map(function (message) { return Object.assign({}, message); });")
    private static native JSObject copies(JSArray<JSObject> messages);

    @JSBody(script = "return new Error('An answer is under way: wait for it or call stop()');")
    private static native JSObject busy();
}
