package hearth.device.simd.assembler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A WebAssembly module in the making: functions, a table of them for indirect calls, and what it imports from
 * {@code env}: one memory, {@code env.memory}, and perhaps functions. Layout after the WebAssembly core specification, part 5 (binary format).
 */
public final class WasmModule {
    /** The most pages of 64 KiB that a 32-bit memory can have. */
    public static final int MOST_PAGES = 65536;

    private static final int FUNCTION_TYPE = 0x60;
    private static final int FUNCREF = 0x70;

    private record Export(String name, WasmFunction function) {
    }

    private final boolean sharedMemory;
    private final List<int[]> types = new ArrayList<>();
    /** Of the module's index space: those that are imported come first. */
    private final List<WasmFunction> functions = new ArrayList<>();
    private final List<String> imports = new ArrayList<>();
    private final List<Export> exports = new ArrayList<>();

    /** @param sharedMemory whether the imported memory is shared between threads; it must fit what is imported */
    public WasmModule(boolean sharedMemory) {
        this.sharedMemory = sharedMemory;
    }

    /** Imports {@code env.name}, a function with one result; before the module has functions of its own. */
    public WasmFunction importReturning(String name, ValueType result, ValueType... parameters) {
        if (functions.size() > imports.size()) {
            throw new IllegalStateException(name + " must be imported before the module's own functions");
        }
        imports.add(name);
        return add(new ValueType[] {result}, parameters);
    }

    /** Adds a function without results. Its index, also its place in the table, is {@link WasmFunction#index()}. */
    public WasmFunction function(ValueType... parameters) {
        return add(new ValueType[0], parameters);
    }

    /** Adds a function with one result. */
    public WasmFunction functionReturning(ValueType result, ValueType... parameters) {
        return add(new ValueType[] {result}, parameters);
    }

    private WasmFunction add(ValueType[] results, ValueType... parameters) {
        WasmFunction function = new WasmFunction(functions.size(), type(parameters, results), parameters.length);
        functions.add(function);
        return function;
    }

    public void export(String name, WasmFunction function) {
        exports.add(new Export(name, function));
    }

    /** Index of the type of a function with these parameters and results; equal types share one. */
    private int type(ValueType[] parameters, ValueType[] results) {
        int[] encoded = new int[parameters.length + results.length + 2];
        int n = 0;
        encoded[n++] = parameters.length;
        for (ValueType parameter : parameters) {
            encoded[n++] = parameter.code;
        }
        encoded[n++] = results.length;
        for (ValueType result : results) {
            encoded[n++] = result.code;
        }
        for (int i = 0; i < types.size(); i++) {
            if (Arrays.equals(types.get(i), encoded)) {
                return i;
            }
        }
        types.add(encoded);
        return types.size() - 1;
    }

    /** The module's bytes. */
    public byte[] toBytes() {
        Bytes out = new Bytes();
        out.i32(0x6D736100);
        out.i32(1);
        section(out, 1, typeSection());
        section(out, 2, importSection());
        section(out, 3, functionSection());
        section(out, 4, tableSection());
        section(out, 7, exportSection());
        section(out, 9, elementSection());
        section(out, 10, codeSection());
        return out.toArray();
    }

    private static void section(Bytes out, int id, Bytes content) {
        out.u8(id);
        out.unsigned(content.size());
        out.append(content);
    }

    private Bytes typeSection() {
        Bytes section = new Bytes();
        section.unsigned(types.size());
        for (int[] type : types) {
            section.u8(FUNCTION_TYPE);
            for (int code : type) {
                section.unsigned(code);
            }
        }
        return section;
    }

    private Bytes importSection() {
        Bytes section = new Bytes();
        section.unsigned(imports.size() + 1);
        for (int i = 0; i < imports.size(); i++) {
            section.name("env");
            section.name(imports.get(i));
            section.u8(0);
            section.unsigned(functions.get(i).type());
        }
        section.name("env");
        section.name("memory");
        section.u8(2);
        section.u8(sharedMemory ? 3 : 1);
        section.unsigned(1);
        section.unsigned(MOST_PAGES);
        return section;
    }

    private List<WasmFunction> ownFunctions() {
        return functions.subList(imports.size(), functions.size());
    }

    private Bytes functionSection() {
        Bytes section = new Bytes();
        section.unsigned(ownFunctions().size());
        for (WasmFunction function : ownFunctions()) {
            section.unsigned(function.type());
        }
        return section;
    }

    private Bytes tableSection() {
        Bytes section = new Bytes();
        section.unsigned(1);
        section.u8(FUNCREF);
        section.u8(0);
        section.unsigned(functions.size());
        return section;
    }

    private Bytes exportSection() {
        Bytes section = new Bytes();
        section.unsigned(exports.size());
        for (Export export : exports) {
            section.name(export.name());
            section.u8(0);
            section.unsigned(export.function().index());
        }
        return section;
    }

    private Bytes elementSection() {
        Bytes section = new Bytes();
        section.unsigned(1);
        section.unsigned(0);
        section.u8(0x41);
        section.signed(0);
        section.u8(0x0B);
        section.unsigned(functions.size());
        for (WasmFunction function : functions) {
            section.unsigned(function.index());
        }
        return section;
    }

    private Bytes codeSection() {
        Bytes section = new Bytes();
        section.unsigned(ownFunctions().size());
        for (WasmFunction function : ownFunctions()) {
            Bytes body = function.body();
            section.unsigned(body.size());
            section.append(body);
        }
        return section;
    }
}
