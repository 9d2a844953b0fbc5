package hearth.web.chat;

import hearth.web.client.Elements;
import hearth.web.client.Hearth;
import hearth.web.client.ModelChoice;
import hearth.web.client.Words;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.dom.html.HTMLDocument;
import org.teavm.jso.dom.html.HTMLElement;
import org.teavm.jso.dom.html.HTMLInputElement;
import org.teavm.jso.dom.html.HTMLOptionElement;
import org.teavm.jso.dom.html.HTMLSelectElement;

/** Where a model is chosen: from the catalogue, by its address, or as a file of the reader's own. */
final class ModelPicker {
    /** Hears of a choice. */
    interface Listener {
        void chosen(ModelChoice choice);
    }

    private static final String ADDRESS = ":address";
    private static final String FILE = ":file";

    private final HTMLDocument document = HTMLDocument.current();
    private final HTMLSelectElement select = document.getElementById("model").cast();
    private final HTMLElement addressForm = document.getElementById("address-form");
    private final HTMLInputElement address = document.getElementById("address").cast();
    private final HTMLElement fileForm = document.getElementById("file-form");
    private final HTMLInputElement file = document.getElementById("file").cast();
    private final Hearth hearth;
    private final Listener listener;
    private final List<ModelChoice> choices = new ArrayList<>();
    private ModelChoice chosen;

    ModelPicker(Hearth hearth, Listener listener) {
        this.hearth = hearth;
        this.listener = listener;
        for (int i = 0; i < hearth.getModels().getLength(); i++) {
            choices.add(ModelChoice.card(hearth.getModels().get(i)));
        }
        chosen = choices.get(0);
        showOptions();
        select.addEventListener("change", event -> selected());
        addressForm.addEventListener("submit", event -> {
            event.preventDefault();
            if (!address.getValue().trim().isEmpty()) {
                pick(ModelChoice.named(hearth, address.getValue().trim()));
            }
        });
        file.addEventListener("change", event -> {
            if (file.getFiles().getLength() > 0) {
                pick(ModelChoice.file(file.getFiles().get(0)));
            }
        });
        document.getElementById("address-cancel").addEventListener("click", event -> giveUp());
        document.getElementById("file-cancel").addEventListener("click", event -> giveUp());
    }

    /** The model that the next message goes to. */
    ModelChoice chosen() {
        return chosen;
    }

    /** Chooses a model by its card's id or its address, without telling the listener. */
    void preselect(String name) {
        choose(ModelChoice.named(hearth, name));
    }

    private void selected() {
        String value = select.getValue();
        addressForm.setHidden(!value.equals(ADDRESS));
        fileForm.setHidden(!value.equals(FILE));
        if (value.equals(ADDRESS)) {
            address.focus();
        } else if (value.equals(FILE)) {
            file.focus();
        } else {
            pick(choices.get(select.getSelectedIndex()));
        }
    }

    private void pick(ModelChoice choice) {
        choose(choice);
        listener.chosen(chosen);
    }

    private void giveUp() {
        choose(chosen);
        select.focus();
    }

    private void choose(ModelChoice choice) {
        int at = 0;
        while (at < choices.size() && !choices.get(at).sameAs(choice)) {
            at++;
        }
        if (at == choices.size()) {
            choices.add(choice);
        }
        chosen = choices.get(at);
        addressForm.setHidden(true);
        fileForm.setHidden(true);
        showOptions();
    }

    private void showOptions() {
        select.clear();
        for (ModelChoice choice : choices) {
            String size = choice.bytes() < 0 ? "" : " · " + Words.bytes(choice.bytes());
            select.appendChild(option(choice.key(), choice.label() + size));
        }
        select.appendChild(option(ADDRESS, "Paste an address…"));
        select.appendChild(option(FILE, "Choose a file…"));
        select.setSelectedIndex(choices.indexOf(chosen));
    }

    private static HTMLOptionElement option(String value, String label) {
        HTMLOptionElement option = Elements.text("option", "", label).cast();
        option.setValue(value);
        return option;
    }
}
