package hearth.web.api;

import hearth.web.platform.Url;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSObjects;
import org.teavm.jso.core.JSString;

/** A {@code ModelRef} of the API in the form that the engine takes: addresses are absolute, lists are lists. */
final class ModelReference {
    private interface Described extends JSObject {
        @JSProperty
        JSObject getUrl();

        @JSProperty
        JSObject getSha256();

        @JSProperty
        JSObject getName();
    }

    private final JSObject form;
    private final JSObject blob;

    private ModelReference(JSObject form, JSObject blob) {
        this.form = form;
        this.blob = blob;
    }

    /**
     * Reads what the caller gave.
     *
     * @param base what addresses are relative to outside a page
     * @return null when it is no reference
     */
    static ModelReference of(JSObject given, String base) {
        if (isText(given) || isUrl(given)) {
            return new ModelReference(address(given, base), JSObjects.undefined());
        }
        if (isBlob(given)) {
            return new ModelReference(filesForm(list(given)), given);
        }
        if (areBlobs(given)) {
            return new ModelReference(filesForm(given), joined(given));
        }
        if (!isObject(given)) {
            return null;
        }
        Described described = given.cast();
        JSArray<JSObject> urls = new JSArray<>();
        JSArray<JSObject> listed = list(described.getUrl());
        for (int i = 0; i < listed.getLength(); i++) {
            if (!isText(listed.get(i)) && !isUrl(listed.get(i))) {
                return null;
            }
            urls.push(address(listed.get(i), base));
        }
        return urls.getLength() == 0 ? null
                : new ModelReference(form(urls, list(described.getSha256()), described.getName()), JSObjects.undefined());
    }

    /** What goes into the request. */
    JSObject form() {
        return form;
    }

    /** The bytes of the file or files where the caller gave some, else undefined. */
    JSObject blob() {
        return blob;
    }

    /** Makes an address that is relative to the page absolute; the engine, in its worker, could not. Ids and hub names stay. */
    private static JSObject address(JSObject given, String base) {
        String text = JSObjects.toString(given);
        boolean relative = text.startsWith("/") || text.startsWith("./") || text.startsWith("../");
        return JSString.valueOf(relative ? Url.resolve(text, Url.ofPage(base)) : text);
    }

    @JSBody(params = "value", script = "return typeof value === 'string' && value !== '';")
    private static native boolean isText(JSObject value);

    @JSBody(params = "value", script = "return value instanceof URL;")
    private static native boolean isUrl(JSObject value);

    @JSBody(params = "value", script = "return typeof Blob === 'function' && value instanceof Blob;")
    private static native boolean isBlob(JSObject value);

    @JSBody(params = "value", script = "return typeof value === 'object' && value !== null;")
    private static native boolean isObject(JSObject value);

    @JSBody(params = "value", script = "return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];")
    private static native JSArray<JSObject> list(JSObject value);

    /** An array or a FileList. */
    @JSBody(params = "value", script = "return typeof value === 'object' && value !== null && value.length > 0 && typeof Blob === 'function'"
            + " && Array.from(value).every(each => each instanceof Blob);")
    private static native boolean areBlobs(JSObject value);

    /** The files one after another; nothing is copied. */
    @JSBody(params = "files", script = "return new Blob(Array.from(files));")
    private static native JSObject joined(JSObject files);

    /** The arrow has a body: TeaVM drops the brackets around an object that an arrow returns. */
    @JSBody(params = "files", script = "return {blob: true, files: Array.from(files, file => { return {name: file.name, bytes: file.size, lastModified: file.lastModified}; })};")
    private static native JSObject filesForm(JSObject files);

    @JSBody(params = {"url", "sha256", "name"}, script = "return {url: url, sha256: sha256.length ? sha256 : undefined, name: name};")
    private static native JSObject form(JSArray<JSObject> url, JSArray<JSObject> sha256, JSObject name);
}
