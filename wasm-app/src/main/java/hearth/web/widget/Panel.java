package hearth.web.widget;

import hearth.web.client.Elements;
import hearth.web.client.Failure;
import hearth.web.client.MessageBox;
import hearth.web.client.MessageLog;
import hearth.web.client.Progress;
import hearth.web.client.Reconnection;
import hearth.web.client.Words;
import org.teavm.jso.dom.events.KeyboardEvent;
import org.teavm.jso.dom.html.HTMLButtonElement;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.html.HTMLTextAreaElement;
import org.teavm.jso.dom.xml.Node;

/** What the visitor sees of the widget. */
final class Panel {
    /** What the visitor does. */
    interface Actions {
        void open(boolean open);

        void touched();

        void send(String text);

        void stop();

        void agree();

        void retry();
    }

    private final Settings settings;
    private final Actions actions;
    private final HTMLElement frame = Elements.of("div", "floating");
    private final HTMLButtonElement launcher;
    private final HTMLElement panel = Elements.of("section", "panel");
    private final HTMLElement heading = Elements.of("h2", "");
    private final HTMLButtonElement close;
    private final HTMLElement scroller = Elements.of("div", "scroller");
    private final HTMLElement log = Elements.of("div", "log");
    private final HTMLElement suggestions = Elements.of("div", "suggestions");
    private final HTMLElement consent = Elements.of("div", "card");
    private final HTMLElement consentWords = Elements.of("p", "");
    private final HTMLElement loading = Elements.of("div", "");
    private final HTMLElement loadingWords = Elements.of("p", "soft");
    private final HTMLElement bar = Elements.of("div", "progress");
    private final HTMLElement fill = Elements.of("div", "fill");
    private final HTMLElement trouble = Elements.of("div", "card");
    private final HTMLElement troubleWords = Elements.of("p", "");
    private final HTMLTextAreaElement input = Elements.of("textarea", "").cast();
    private final MessageLog messages = new MessageLog(scroller, log);
    private final MessageBox box;
    private final Reconnection reconnection;

    Panel(Node root, Settings settings, Actions actions) {
        this.settings = settings;
        this.actions = actions;
        reconnection = new Reconnection(actions::retry);
        launcher = icon("launcher", Icons.chat(), () -> actions.open(true));
        launcher.setAttribute("part", "launcher");
        close = icon("icon", Icons.close(), () -> actions.open(false));
        close.setAttribute("aria-label", "Close");
        panel.setAttribute("part", "panel");
        panel.addEventListener("keydown", (KeyboardEvent event) -> {
            if (event.getKey().equals("Escape") && !settings.isInline()) {
                actions.open(false);
            }
        });
        panel.addEventListener("focusin", event -> actions.touched());
        panel.appendChild(header());
        panel.appendChild(conversation());
        HTMLElement foot = Elements.of("div", "foot");
        foot.appendChild(consentCard());
        foot.appendChild(loadingBar());
        foot.appendChild(troubleCard());
        HTMLButtonElement send = icon("round", Icons.send(), () -> { });
        send.setType("submit");
        send.setAttribute("aria-label", "Send");
        send.setAttribute("part", "send");
        HTMLButtonElement stop = icon("round", Icons.stop(), () -> { });
        stop.setAttribute("aria-label", "Stop");
        input.setAttribute("aria-label", "Message");
        input.setAttribute("part", "input");
        input.setAttribute("dir", "auto");
        input.setRows(1);
        HTMLElement form = Elements.of("form", "composer");
        form.appendChild(input);
        form.appendChild(send);
        form.appendChild(stop);
        foot.appendChild(form);
        panel.appendChild(foot);
        box = new MessageBox(form, input, send, stop, actions::send, actions::stop);
        box.setBusy(false);
        frame.appendChild(launcher);
        frame.appendChild(panel);
        root.appendChild(frame);
    }

    /** Follows the element's attributes. */
    void update() {
        boolean inline = settings.isInline();
        frame.setClassName(inline ? "inline" : "floating");
        heading.setTextContent(settings.heading());
        panel.setAttribute("aria-label", settings.heading());
        panel.setAttribute("role", inline ? "region" : "dialog");
        launcher.setAttribute("aria-label", "Open " + settings.heading());
        launcher.setHidden(settings.isOpen());
        close.setHidden(inline);
        panel.setHidden(!settings.isOpen());
        input.setPlaceholder(settings.placeholder());
    }

    /** Shows an empty conversation, with greeting and suggestions. */
    void startAnew() {
        messages.clear();
        if (!settings.greeting().isEmpty()) {
            MessageView greeting = MessageView.assistant();
            greeting.write(settings.greeting());
            greeting.finish();
            messages.add(greeting.element());
        }
        suggestions.clear();
        for (String suggestion : settings.suggestions()) {
            suggestions.appendChild(Elements.button("plain", suggestion, () -> actions.send(suggestion)));
        }
        suggestions.setHidden(false);
    }

    void add(MessageView message) {
        suggestions.setHidden(true);
        messages.add(message.element());
    }

    void remove(MessageView message) {
        messages.remove(message.element());
    }

    void askConsent(String words) {
        consentWords.setTextContent(words);
        consent.setHidden(false);
    }

    void showProgress(Progress progress, String model) {
        int percent = Words.percent(progress);
        loadingWords.setTextContent(Words.phase(progress, model) + " · " + Words.amount(progress));
        bar.setAttribute("aria-valuenow", Integer.toString(percent));
        fill.getStyle().setProperty("width", percent + "%");
        loading.setHidden(false);
    }

    void showTrouble(Failure failure) {
        trouble.setHidden(false);
        troubleWords.setTextContent(failure.advice().isEmpty() ? failure.message() : failure.message() + ". " + failure.advice());
        if (failure.isOffline()) {
            reconnection.await();
        }
    }

    /** Takes away consent, progress and trouble. */
    void hideCards() {
        consent.setHidden(true);
        loading.setHidden(true);
        trouble.setHidden(true);
        reconnection.cancel();
    }

    void setBusy(boolean busy) {
        box.setBusy(busy);
    }

    void focusInput() {
        box.focus();
    }

    void focusLauncher() {
        launcher.focus();
    }

    private HTMLElement header() {
        HTMLElement header = Elements.of("header", "header");
        header.setAttribute("part", "header");
        header.appendChild(heading);
        header.appendChild(close);
        return header;
    }

    private HTMLElement conversation() {
        log.setAttribute("role", "log");
        log.setAttribute("aria-label", "Conversation");
        log.setAttribute("part", "log");
        scroller.setTabIndex(0);
        scroller.setAttribute("role", "group");
        scroller.setAttribute("aria-label", "Messages");
        scroller.appendChild(log);
        scroller.appendChild(suggestions);
        return scroller;
    }

    private HTMLElement consentCard() {
        consent.setAttribute("part", "consent");
        consent.setHidden(true);
        consent.appendChild(consentWords);
        consent.appendChild(Elements.button("agree", "Download and start", actions::agree));
        return consent;
    }

    private HTMLElement loadingBar() {
        loading.setHidden(true);
        bar.setAttribute("role", "progressbar");
        bar.setAttribute("aria-label", "Loading the model");
        bar.setAttribute("aria-valuemin", "0");
        bar.setAttribute("aria-valuemax", "100");
        bar.appendChild(fill);
        loading.appendChild(loadingWords);
        loading.appendChild(bar);
        return loading;
    }

    private HTMLElement troubleCard() {
        trouble.setAttribute("role", "alert");
        trouble.setHidden(true);
        trouble.appendChild(troubleWords);
        trouble.appendChild(Elements.button("agree", "Retry", actions::retry));
        return trouble;
    }

    private static HTMLButtonElement icon(String className, Node icon, Runnable action) {
        HTMLButtonElement button = Elements.button(className, "", action);
        button.appendChild(icon);
        return button;
    }
}
