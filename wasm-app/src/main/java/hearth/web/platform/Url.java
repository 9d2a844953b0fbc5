package hearth.web.platform;

import org.teavm.jso.JSBody;

/** Addresses, resolved as the browser resolves them. */
public final class Url {
    private Url() {
    }

    /** {@code address} as an absolute one; relative ones are taken from {@code base}. Throws when it is no address. */
    @JSBody(params = {"address", "base"}, script = "return new URL(address, base).href;")
    public static native String resolve(String address, String base);

    /** What relative addresses on this page are relative to; {@code fallback} where there is no page. */
    @JSBody(params = "fallback", script = "return typeof document === 'undefined' ? fallback : document.baseURI;")
    public static native String ofPage(String fallback);
}
