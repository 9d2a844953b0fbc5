package hearth.web.chat;

import hearth.web.client.ChatClient;
import hearth.web.client.ChatMessage;
import hearth.web.client.Elements;
import hearth.web.client.Failure;
import hearth.web.client.Hearth;
import hearth.web.client.MessageBox;
import hearth.web.client.ModelChoice;
import hearth.web.client.Progress;
import hearth.web.client.Words;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSString;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;

/** The page as a whole: what the reader does, and what follows from it. */
final class ChatPage {
    private static final String[] SUGGESTIONS = {
        "What is the capital of France?", "What is a volcano?", "What is the opposite of hot?",
    };

    private final HTMLDocument document = HTMLDocument.current();
    private final HTMLElement welcome = document.getElementById("welcome");
    private final HTMLElement status = document.getElementById("status");
    private final Conversation conversation = Conversation.restored();
    private final LoadingPanel loading = new LoadingPanel();
    private final ChatClient client;
    private final ModelPicker picker;
    private final Transcript transcript;
    private final Trouble trouble;
    private final MessageBox box;

    ChatPage(Hearth hearth) {
        client = new ChatClient(hearth, JSObjects.create());
        transcript = new Transcript(document.getElementById("scroller"), document.getElementById("log"));
        trouble = new Trouble(this::answer);
        picker = new ModelPicker(hearth, this::chosen);
        box = new MessageBox(document.getElementById("composer"), document.getElementById("message").cast(),
                document.getElementById("send").cast(), document.getElementById("stop").cast(), this::send, this::stop);
        document.getElementById("new-chat").addEventListener("click", event -> startAnew());
    }

    /** Shows what was there at the last visit and gets ready for what comes. */
    void open() {
        HTMLElement suggestions = document.getElementById("suggestions");
        for (String suggestion : SUGGESTIONS) {
            HTMLElement item = Elements.of("li", "");
            item.appendChild(Elements.button("suggestion", suggestion, () -> send(suggestion)));
            suggestions.appendChild(item);
        }
        String asked = parameter("model");
        String wanted = asked.isEmpty() ? conversation.model() : asked;
        if (!wanted.isEmpty()) {
            picker.preselect(wanted);
        }
        for (int i = 0; i < conversation.messages().getLength(); i++) {
            transcript.add(Turn.of(conversation.messages().get(i), this::regenerate));
        }
        if (!transcript.isEmpty()) {
            transcript.last().offerRegenerate(true);
        }
        box.fill(parameter("prompt"));
        if (hasParameter("profile")) {
            client.measure();
        }
        showState();
        if (hasFinePointer()) {
            box.focus();
        }
        client.warm();
    }

    private void send(String text) {
        if (client.isBusy()) {
            return;
        }
        JSObject message = ChatMessage.of(ChatMessage.USER, text);
        conversation.add(message);
        transcript.add(Turn.of(message, this::regenerate));
        answer();
    }

    private void regenerate() {
        if (!client.isBusy()) {
            int before = conversation.messages().getLength();
            conversation.dropAnswer();
            if (conversation.messages().getLength() < before) {
                transcript.removeLast();
            }
            answer();
        }
    }

    private void stop() {
        client.stop();
        box.focus();
    }

    private void startAnew() {
        client.stop();
        conversation.clear();
        transcript.clear();
        trouble.hide();
        showState();
        box.focus();
    }

    private void chosen(ModelChoice choice) {
        conversation.choose(choice.isFile() ? "" : choice.key());
        trouble.hide();
        showState();
        box.focus();
    }

    private void answer() {
        trouble.hide();
        box.setBusy(true);
        Turn turn = Turn.pending(this::regenerate);
        transcript.add(turn);
        showState();
        client.answer(picker.chosen(), conversation.messages().slice(0), new Answering(turn, picker.chosen()));
        box.focus();
    }

    /** The welcome is for an empty conversation; the line at the bottom tells of the model. */
    private void showState() {
        welcome.setHidden(!conversation.isEmpty());
        ModelChoice choice = picker.chosen();
        if (client.isLoaded(choice)) {
            status.setTextContent(choice.label() + " runs here; nothing leaves this device." + notices(client.model().getInfo()));
        } else if (choice.isFile()) {
            status.setTextContent(choice.label() + " is read here and sent nowhere.");
        } else {
            status.setTextContent((choice.bytes() < 0 ? "Fetched once" : Words.bytes(choice.bytes()) + ", fetched once")
                    + " and kept on this device.");
        }
    }

    /** What the reader should know of the model beyond that: that it could not be kept, say. */
    private static String notices(Hearth.Info info) {
        StringBuilder words = new StringBuilder();
        JSArrayReader<JSString> notices = info.getNotices();
        for (int i = 0; !JSObjects.isUndefined(notices) && i < notices.getLength(); i++) {
            words.append(' ').append(notices.get(i).stringValue());
        }
        return words.toString();
    }

    /** What becomes of one answer. Its turn may have left the page meanwhile, with the conversation that it belonged to. */
    private final class Answering implements ChatClient.Listener {
        private final Turn turn;
        private final ModelChoice choice;
        private Progress reached;

        Answering(Turn turn, ModelChoice choice) {
            this.turn = turn;
            this.choice = choice;
        }

        @Override
        public void loading(Progress progress) {
            reached = progress;
            loading.show(progress, choice.label());
        }

        @Override
        public void ready(Hearth.Model model) {
            reached = null;
            loading.hide();
            showState();
        }

        @Override
        public void thought(String piece) {
            turn.think(piece);
        }

        @Override
        public void text(String piece) {
            turn.write(piece);
        }

        @Override
        public void answered(ChatClient.Outcome outcome) {
            if (outcome.profile() != null) {
                turn.append(ProfileTable.of(outcome.profile()));
            }
            end(Words.speed(outcome) + (outcome.isCut() ? " · cut off: the context is full" : ""));
        }

        @Override
        public void failed(Failure failure) {
            end(failure.isAbort() ? "Stopped" : "Broken off");
            if (!failure.isAbort()) {
                trouble.show(failure, reached);
            }
        }

        private void end(String remark) {
            loading.hide();
            box.setBusy(false);
            if (!isShown(turn)) {
                return;
            }
            if (turn.isBlank()) {
                transcript.removeLast();
            } else {
                conversation.add(turn.message());
                turn.finish(remark);
            }
            transcript.last().offerRegenerate(true);
            showState();
        }

        private boolean isShown(Turn turn) {
            return !transcript.isEmpty() && transcript.last() == turn;
        }
    }

    @JSBody(params = "name", script = "return new URLSearchParams(location.search).get(name) || '';")
    private static native String parameter(String name);

    @JSBody(params = "name", script = "return new URLSearchParams(location.search).has(name);")
    private static native boolean hasParameter(String name);

    /** Whether a cursor in the input opens no keyboard over half of the screen. */
    @JSBody(script = "return matchMedia('(pointer: fine)').matches;")
    private static native boolean hasFinePointer();
}
