package hearth.web.widget;

import hearth.web.client.Hearth;
import hearth.web.client.ModelChoice;
import hearth.web.client.Words;
import org.teavm.jso.JSBody;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSPromise;

/** What a visitor is told before a model is fetched: how much it is, and from where. */
final class Source {
    private Source() {
    }

    /** The words; the size of a file that is in no catalogue is asked for, without fetching the file. */
    static JSPromise<String> describe(Hearth hearth, ModelChoice choice) {
        if (choice.bytes() >= 0) {
            return JSPromise.resolve(words(choice.label(), choice.bytes(), place(hearth, choice.key())));
        }
        return size(choice.key()).then(bytes -> words(choice.label(), bytes.doubleValue(), place(hearth, choice.key())));
    }

    private static String words(String label, double bytes, String place) {
        return "The model “" + label + "” runs on this device, and nothing you write leaves it. It is fetched once from " + place + ": "
                + (bytes >= 0 ? Words.bytes(bytes) : "its size is not known beforehand") + ".";
    }

    /** Where a model comes from, as people say it. */
    @JSBody(params = {"hearth", "key"}, script = "if (/^https?:/.test(key)) {"
            + "   var url = new URL(key); return url.origin === location.origin ? 'this site' : url.host; }"
            + " var card = hearth.models.find(function (model) { return model.id === key; });"
            + " return card && card.files[0].url.startsWith('models/') ? 'this site' : 'Hugging Face';")
    private static native String place(Hearth hearth, String key);

    @JSBody(params = "address", script = "if (!/^https?:/.test(address)) return Promise.resolve(-1);"
            + " return fetch(address, {method: 'HEAD', credentials: 'omit', referrerPolicy: 'no-referrer'}).then(function (response) {"
            + "   var length = response.headers.get('content-length'); return response.ok && length ? Number(length) : -1;"
            + " }, function () { return -1; });")
    private static native JSPromise<JSNumber> size(String address);
}
