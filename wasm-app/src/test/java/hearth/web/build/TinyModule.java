package hearth.web.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A module of the shape that TeaVM emits, in a few bytes: it imports {@code teavmJso.createFunction1} (function 0), the
 * memory and a global (global 0), and its start function hands the table of globals 1 .. 3 to function 1, then has
 * {@code createFunction1} make a function.
 */
final class TinyModule {
    private static final int STRING_CONVERTER = 2;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** @param memory limits of the memory, or none for a module without one */
    static byte[] of(byte[] memory, String[] strings, int... startFunction) {
        TinyModule module = new TinyModule();
        module.out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        module.section(2, module.imports(memory));
        module.section(8, new byte[] {1});
        module.section(10, module.code(startFunction));
        module.section(11, module.data(strings));
        return module.out.toByteArray();
    }

    /** The start function's instructions: a table of three strings, then a function of the given name and body. */
    static int[] start(int name, int body) {
        return new int[] {0x23, 1, 0x23, 2, 0x23, 3, 0xFB, 8, 0, 3, 0x10, 1,
            0x23, name, 0x10, STRING_CONVERTER, 0x23, body, 0x10, STRING_CONVERTER, 0x10, 0, 0x24, 4, 0x0B};
    }

    private byte[] imports(byte[] memory) {
        ByteArrayOutputStream imports = new ByteArrayOutputStream();
        imports.write(memory.length == 0 ? 2 : 3);
        name(imports, "teavmJso");
        name(imports, "createFunction1");
        imports.writeBytes(new byte[] {0, 0});
        if (memory.length > 0) {
            name(imports, "env");
            name(imports, "memory");
            imports.write(2);
            imports.writeBytes(memory);
        }
        name(imports, "teavmMemory");
        name(imports, "heapOffset");
        imports.writeBytes(new byte[] {3, 0x64, 0x6F, 0});
        return imports.toByteArray();
    }

    private byte[] code(int[] startFunction) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(1);
        code.write(startFunction.length + 1);
        code.write(0);
        for (int each : startFunction) {
            code.write(each);
        }
        return code.toByteArray();
    }

    private byte[] data(String[] strings) {
        ByteArrayOutputStream pool = new ByteArrayOutputStream();
        for (String each : strings) {
            ByteCursor.unsigned(pool, each.length());
            pool.writeBytes(each.getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(new byte[] {1, 0, 0x41, 0, 0x0B});
        ByteCursor.unsigned(data, pool.size());
        data.writeBytes(pool.toByteArray());
        return data.toByteArray();
    }

    private void section(int id, byte[] content) {
        out.write(id);
        ByteCursor.unsigned(out, content.length);
        out.writeBytes(content);
    }

    private static void name(ByteArrayOutputStream to, String name) {
        to.write(name.length());
        to.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
