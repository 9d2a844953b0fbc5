package hearth.web.build;

import java.util.List;
import java.util.regex.Pattern;

/**
 * TeaVM's runtime for WebAssembly, rewritten so that a page may run it whose policy forbids to make functions from text
 * ({@code script-src} without {@code 'unsafe-eval'}). The places that do so are replaced by closures of
 * {@code runtime-closures.js}; the functions of the module's own texts come from a table. A runtime that has other places
 * than those known here is a {@link BuildFailure}.
 */
final class RuntimeScript {
    /** How the runtime makes a function from text. */
    private static final String EVALUATION = "new Function(";
    /** TeaVM drops the parentheses of {@code () => ({a: 1})}, which makes the object a block. */
    private static final Pattern LOST_PARENTHESES = Pattern.compile("=>\\{\\s*[\\w$]+\\s*:");

    private String script;

    private RuntimeScript(String script) {
        this.script = script;
    }

    /**
     * @param runtime  TeaVM's runtime as an ES module
     * @param closures what replaces its places, see {@code runtime-closures.js}
     * @param bodies   the functions that the module asks for
     */
    static String rewritten(String runtime, String closures, List<JavaScriptBody> bodies) {
        RuntimeScript result = new RuntimeScript(runtime);
        int known = 0;
        known += result.replace("function getGlobalName(name) ", 1, "{ return globalByName(name); }");
        known += result.replace("function setGlobalName(name, value) ", 1, "{ setGlobalByName(name, value); }");
        known += result.replace("function defineFunction(fn, vararg) ", 1, "{ return javaFunction(fn, vararg, rethrowJavaAsJs); }");
        known += result.replace("function renameConstructor(name, c) ", 1, "{ return namedConstructor(name, c); }");
        known += result.replace("defineMethod(cls, name, fn, vararg) ", 1,
                "{ cls.prototype[name] = javaMethod(fn, vararg, rethrowJavaAsJs); }");
        known += result.replace("for (let i = 0; i < 32; ++i) ", 6,
                "{ addCalls(imports.teavmJso, i, wrapCallFromJavaToJs, rethrowJsAsJava, getGlobalName); }");
        if (count(result.script, EVALUATION) != 0 || known != count(runtime, EVALUATION)) {
            throw new BuildFailure("TeaVM's runtime makes functions from text in " + count(runtime, EVALUATION)
                    + " places, and only " + known + " of them are known");
        }
        return "// TeaVM's runtime (Apache License 2.0, see NOTICE), changed by Hearth's build.\n"
                + result.script + "\n" + closures + "\n" + table(bodies);
    }

    /**
     * Replaces the block in braces after {@code head} and returns how many places it had, which must be {@code places}.
     */
    private int replace(String head, int places, String block) {
        int at = script.indexOf(head + "{");
        if (at < 0 || script.indexOf(head + "{", at + 1) >= 0) {
            throw new BuildFailure("TeaVM's runtime has " + (at < 0 ? "no" : "more than one") + " '" + head + "'");
        }
        int from = at + head.length();
        int to = from;
        int depth = 0;
        do {
            if (to == script.length()) {
                throw new BuildFailure("The braces after '" + head + "' of TeaVM's runtime do not match");
            }
            char c = script.charAt(to++);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        } while (depth > 0);
        int found = count(script.substring(from, to), EVALUATION);
        if (found != places) {
            throw new BuildFailure("'" + head + "' of TeaVM's runtime makes functions from text in " + found
                    + " places instead of " + places);
        }
        script = script.substring(0, from) + block + script.substring(to);
        return found;
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static String table(List<JavaScriptBody> bodies) {
        StringBuilder out = new StringBuilder("var functionsByText = new Map([\n");
        for (JavaScriptBody body : bodies) {
            if (LOST_PARENTHESES.matcher(body.body()).find()) {
                throw new BuildFailure("TeaVM writes an arrow function that returns an object in a wrong way; use '=> { return {...}; }': "
                        + body.body());
            }
            out.append("[").append(quoted(body.key())).append(", function(wrapCallFromJavaToJs");
            for (String name : body.parameters()) {
                out.append(", ").append(name);
            }
            out.append(") {\n").append(body.body()).append("\n}],\n");
        }
        return out.append("]);\n").toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
