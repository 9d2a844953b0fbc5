package hearth.web.api;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.Method;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSUndefined;
import org.teavm.jso.typedarrays.ArrayBuffer;
import org.teavm.jso.typedarrays.Float32Array;

/** A loaded model: {@code Model} in the API. Each load gives its own; unloading one leaves the others alone. */
public final class ModelHandle {
    private interface Tokens extends JSObject {
        @JSProperty
        JSObject getTokens();
    }

    private interface Text extends JSObject {
        @JSProperty
        JSObject getText();
    }

    private interface SpecialOption extends JSObject {
        @JSProperty
        JSObject getSpecial();
    }

    private final EngineLink link;
    private final JSObject handle;
    private final JSObject info;
    private final Chat chat;
    private final Completions completions;
    private boolean unloaded;

    ModelHandle(EngineLink link, JSObject handle, JSObject info) {
        this.link = link;
        this.handle = handle;
        this.info = info;
        chat = new Chat(new Completions(this, Method.CHAT));
        completions = new Completions(this, Method.COMPLETE);
    }

    /** What the model's file says about it. */
    @JSExport
    @JSProperty
    public JSObject getInfo() {
        return info;
    }

    /** Conversations. */
    @JSExport
    @JSProperty
    public Chat getChat() {
        return chat;
    }

    /** Plain text that the model continues. */
    @JSExport
    @JSProperty
    public Completions getCompletions() {
        return completions;
    }

    /** Not offered by this version. */
    @JSExport
    public JSPromise<JSObject> session(JSObject options) {
        return JSPromise.reject(link.errors.of(ErrorCode.UNSUPPORTED, "`session` is not in this version of Hearth",
                "Keep the messages yourself and use model.chat.completions.create()."));
    }

    /** The tokens of a text. */
    @JSExport
    public JSPromise<JSObject> tokenize(JSObject text, JSObject options) {
        return call(Method.TOKENIZE, body().with("text", text).with("special", special(options)),
                (answer, data) -> ((Tokens) answer.cast()).getTokens());
    }

    /** The text of tokens. */
    @JSExport
    public JSPromise<JSObject> detokenize(JSObject tokens, JSObject options) {
        return call(Method.DETOKENIZE, body().with("tokens", tokens).with("special", special(options)),
                (answer, data) -> ((Text) answer.cast()).getText());
    }

    /** The prompt that a chat request would become. */
    @JSExport
    public JSPromise<JSObject> renderChat(JSObject request) {
        return call(Method.RENDER, body().with("request", request), (answer, data) -> ((Text) answer.cast()).getText());
    }

    /** The logits after the last of some tokens, from an empty state. */
    @JSExport
    public JSPromise<Float32Array> logits(JSObject tokens) {
        return call(Method.LOGITS, body().with("tokens", tokens), (answer, data) -> floats(data));
    }

    /** Gives the model's memory back. */
    @JSExport
    public JSPromise<JSUndefined> unload() {
        JSUndefined nothing = JSObjects.undefined().cast();
        if (unloaded || link.isEnded()) {
            return JSPromise.resolve(nothing);
        }
        unloaded = true;
        return Call.send(link, Method.UNLOAD, body(), (answer, data) -> nothing);
    }

    /** A chat or text request: one answer, or a stream of pieces where the request says {@code stream: true}. */
    JSPromise<JSObject> create(String method, JSObject request, RequestOptions options) {
        if (unloaded) {
            return JSPromise.reject(link.errors.modelClosed());
        }
        JsonBody body = body().with("request", request);
        return streams(request) ? ChunkStream.open(link, method, body, RequestOptions.signal(options))
                : Call.send(link, method, body, JSObjects.undefined(), RequestOptions.signal(options), null,
                        (answer, data) -> answer);
    }

    private JsonBody body() {
        return new JsonBody().with("handle", handle);
    }

    private <T> JSPromise<T> call(String method, JsonBody body, Call.Answer<T> answer) {
        return unloaded ? JSPromise.reject(link.errors.modelClosed()) : Call.send(link, method, body, answer);
    }

    private static JSObject special(JSObject options) {
        return ((SpecialOption) RequestOptions.orEmpty(options).cast()).getSpecial();
    }

    @JSBody(params = "request", script = "return request !== undefined && request !== null && request.stream === true;")
    private static native boolean streams(JSObject request);

    @JSBody(params = "buffer", script = "return new Float32Array(buffer);")
    private static native Float32Array floats(ArrayBuffer buffer);
}
