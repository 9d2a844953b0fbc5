package hearth.web.build;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lists the functions that a TeaVM module has made from text while it starts ({@code @JSBody} in Java). A page whose
 * security policy forbids to run text needs them beforehand, as functions of the runtime's file.
 *
 * <p>The module's start function does it all in one straight line: it hands its table of string constants (an array of
 * globals, in the order of the texts in the data section) to the decoder, and later, for each function, loads the
 * constants of the parameters' names and of the body, converts each to a JavaScript string and calls
 * {@code createFunctionN}. This class reads that line. Whatever is not as described is a {@link BuildFailure}.
 */
final class JavaScriptBodies {
    private static final String MAKER = "createFunction";

    /** A {@code createFunctionN} call: the globals that hold its strings, the body last. */
    private record Request(int[] globals) {
    }

    private final byte[] module;
    private final WasmSections sections;
    /** Number of the imported function to the number of parameters of the function that it makes. */
    private final Map<Integer, Integer> makers = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    /** Arrays of globals that the start function makes. */
    private final List<int[]> tables = new ArrayList<>();

    private JavaScriptBodies(byte[] module) {
        this.module = module;
        this.sections = new WasmSections(module);
        int function = 0;
        for (WasmSections.Import each : sections.imports()) {
            if (each.kind() == WasmSections.Import.FUNCTION) {
                if (each.module().equals("teavmJso") && each.name().startsWith(MAKER)) {
                    makers.put(function, Integer.parseInt(each.name().substring(MAKER.length())));
                }
                function++;
            }
        }
    }

    /** The bodies of {@code module}, each once, in the order in which they are asked for. */
    static List<JavaScriptBody> of(byte[] module) {
        return new JavaScriptBodies(module).list();
    }

    private List<JavaScriptBody> list() {
        if (makers.isEmpty()) {
            return List.of();
        }
        readStartFunction();
        Set<Integer> used = new LinkedHashSet<>();
        for (Request request : requests) {
            for (int global : request.globals()) {
                used.add(global);
            }
        }
        Map<Integer, String> texts = texts(used);
        Set<JavaScriptBody> bodies = new LinkedHashSet<>();
        for (Request request : requests) {
            List<String> strings = new ArrayList<>();
            for (int global : request.globals()) {
                strings.add(texts.get(global));
            }
            String body = strings.remove(strings.size() - 1);
            for (String name : strings) {
                requireIdentifier(name, body);
            }
            bodies.add(new JavaScriptBody(strings, body));
        }
        return List.copyOf(bodies);
    }

    private static void requireIdentifier(String name, String body) {
        boolean good = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0));
        for (int i = 1; i < name.length(); i++) {
            good &= Character.isJavaIdentifierPart(name.charAt(i));
        }
        if (!good) {
            throw new BuildFailure("'" + name + "' was read as a parameter of the function '" + body
                    + "': the compiler lays out its strings in another way than this build knows");
        }
    }

    private void readStartFunction() {
        int start = sections.at(sections.only(WasmSections.START, "start").from()).unsigned();
        int imported = (int) sections.imports().stream().filter(each -> each.kind() == WasmSections.Import.FUNCTION).count();
        ByteCursor cursor = sections.at(sections.only(WasmSections.CODE, "code").from());
        int functions = cursor.unsigned();
        if (start < imported || start - imported >= functions) {
            throw new BuildFailure("The module's start function is not one of its own");
        }
        for (int i = imported; i < start; i++) {
            cursor.skip(cursor.unsigned());
        }
        int length = cursor.unsigned();
        int end = cursor.at() + length;
        int locals = cursor.unsigned();
        for (int i = 0; i < locals; i++) {
            cursor.unsigned();
            cursor.skipValueType();
        }
        readInstructions(cursor, end);
        int calls = requests.size();
        if (calls == 0) {
            throw new BuildFailure("The module imports " + MAKER + " but does not call it while it starts");
        }
    }

    private void readInstructions(ByteCursor cursor, int end) {
        List<Integer> loaded = new ArrayList<>();
        List<Integer> strings = new ArrayList<>();
        int converter = -1;
        while (cursor.at() < end) {
            int offset = cursor.at();
            int opcode = cursor.u8();
            if (opcode == WasmInstructions.GLOBAL_GET) {
                loaded.add(cursor.unsigned());
                continue;
            }
            if (opcode == WasmInstructions.CALL) {
                int function = cursor.unsigned();
                if (makers.containsKey(function)) {
                    requests.add(request(strings, makers.get(function) + 1, offset));
                    strings.clear();
                } else if (loaded.size() == 1 && (strings.isEmpty() || function == converter)) {
                    converter = function;
                    strings.add(loaded.get(0));
                } else {
                    strings.clear();
                }
            } else if (opcode == WasmInstructions.GC && cursor.u8() == WasmInstructions.ARRAY_NEW_FIXED) {
                cursor.unsigned();
                int count = cursor.unsigned();
                if (count > 0 && count <= loaded.size()) {
                    tables.add(loaded.subList(loaded.size() - count, loaded.size()).stream().mapToInt(Integer::intValue).toArray());
                }
                strings.clear();
            } else {
                cursor.moveTo(offset);
                WasmInstructions.skip(cursor);
                strings.clear();
            }
            loaded.clear();
        }
    }

    private static Request request(List<Integer> strings, int count, int offset) {
        if (strings.size() < count) {
            throw new BuildFailure("A call of " + MAKER + (count - 1) + " at offset " + offset + " is not preceded by "
                    + count + " string constants");
        }
        return new Request(strings.subList(strings.size() - count, strings.size()).stream().mapToInt(Integer::intValue).toArray());
    }

    /** The text of each used global: the table of constants is the array that holds them all. */
    private Map<Integer, String> texts(Set<Integer> used) {
        Map<Integer, String> texts = null;
        for (int[] table : tables) {
            Map<Integer, Integer> index = new HashMap<>();
            for (int i = 0; i < table.length; i++) {
                index.put(table[i], i);
            }
            if (index.keySet().containsAll(used)) {
                if (texts != null) {
                    throw new BuildFailure("Two tables of the module hold the texts of its functions");
                }
                List<String> pool = pool(table.length);
                texts = new HashMap<>();
                for (int global : used) {
                    texts.put(global, pool.get(index.get(global)));
                }
            }
        }
        if (texts == null) {
            throw new BuildFailure("The table of the module's string constants was not found in its start function");
        }
        return texts;
    }

    /** The first strings of the data section: each the number of its UTF-16 units, then the text in UTF-8. */
    private List<String> pool(int count) {
        WasmSections.Section data = sections.only(WasmSections.DATA, "data");
        ByteCursor cursor = sections.at(data.from());
        cursor.unsigned();
        if (cursor.u8() != 0) {
            throw new BuildFailure("The module's first data segment is not an active one");
        }
        while (cursor.u8() != WasmInstructions.END) {
            cursor.skipNumber();
        }
        cursor.unsigned();
        List<String> pool = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int units = cursor.unsigned();
            int from = cursor.at();
            while (units > 0) {
                int lead = cursor.u8();
                int bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
                cursor.skip(bytes - 1);
                units -= bytes == 4 ? 2 : 1;
            }
            pool.add(new String(module, from, cursor.at() - from, StandardCharsets.UTF_8));
        }
        if (cursor.at() > data.to()) {
            throw new BuildFailure("The module's string constants run over the end of its data");
        }
        return pool;
    }
}
