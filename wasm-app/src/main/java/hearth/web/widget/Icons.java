package hearth.web.widget;

import org.teavm.jso.JSBody;
import org.teavm.jso.dom.xml.Node;

/** The widget's icons: one path each. */
final class Icons {
    private static final String CHAT = "M4 5h16v11H9l-5 4z";
    private static final String CLOSE = "M6 6l12 12M18 6 6 18";
    private static final String SEND = "M12 20V5m0 0-6 6m6-6 6 6";
    private static final String STOP = "M8 8h8v8H8z";

    private Icons() {
    }

    static Node chat() {
        return of(CHAT);
    }

    static Node close() {
        return of(CLOSE);
    }

    static Node send() {
        return of(SEND);
    }

    static Node stop() {
        return of(STOP);
    }

    @JSBody(params = "path", script = "var space = 'http://www.w3.org/2000/svg';"
            + " var icon = document.createElementNS(space, 'svg'), line = document.createElementNS(space, 'path');"
            + " var set = function (element, values) { for (var name in values) element.setAttribute(name, values[name]); };"
            + " set(icon, {viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true'});"
            + " set(line, {d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 2.2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round'});"
            + " icon.append(line); return icon;")
    private static native Node of(String path);
}
