package hearth.web.build;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The sections of a WebAssembly module and its imports. */
final class WasmSections {
    static final int CUSTOM = 0;
    static final int IMPORT = 2;
    static final int START = 8;
    static final int CODE = 10;
    static final int DATA = 11;
    private static final int MAGIC_AND_VERSION = 8;

    /** One section: its content is {@code from .. to - 1} of the module. */
    record Section(int id, int from, int to) {
    }

    /** One import; its description (kind byte and type) is {@code from .. to - 1} of the module. */
    record Import(String module, String name, int kind, int from, int to) {
        static final int FUNCTION = 0;
        static final int TABLE = 1;
        static final int MEMORY = 2;
        static final int GLOBAL = 3;
        static final int TAG = 4;
    }

    private final byte[] module;
    private final List<Section> sections = new ArrayList<>();
    private final List<Import> imports = new ArrayList<>();

    WasmSections(byte[] module) {
        this.module = module;
        byte[] start = {0, 'a', 's', 'm', 1, 0, 0, 0};
        for (int i = 0; i < MAGIC_AND_VERSION; i++) {
            if (i >= module.length || module[i] != start[i]) {
                throw new BuildFailure("Not a WebAssembly module of version 1");
            }
        }
        ByteCursor cursor = new ByteCursor(module, MAGIC_AND_VERSION);
        while (!cursor.atEnd()) {
            int id = cursor.u8();
            int length = cursor.unsigned();
            int from = cursor.at();
            cursor.skip(length);
            sections.add(new Section(id, from, cursor.at()));
        }
        readImports();
    }

    List<Section> sections() {
        return sections;
    }

    List<Import> imports() {
        return imports;
    }

    ByteCursor at(int offset) {
        return new ByteCursor(module, offset);
    }

    /** The only section with this id. */
    Section only(int id, String what) {
        Section found = null;
        for (Section section : sections) {
            if (section.id() == id) {
                found = section;
            }
        }
        if (found == null) {
            throw new BuildFailure("The module has no " + what + " section");
        }
        return found;
    }

    /** The text of the custom section of this name. */
    String custom(String name) {
        for (Section section : sections) {
            if (section.id() == CUSTOM) {
                ByteCursor cursor = at(section.from());
                if (cursor.name().equals(name)) {
                    return new String(module, cursor.at(), section.to() - cursor.at(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new BuildFailure("The module has no custom section " + name);
    }

    private void readImports() {
        for (Section section : sections) {
            if (section.id() != IMPORT) {
                continue;
            }
            ByteCursor cursor = at(section.from());
            int count = cursor.unsigned();
            for (int i = 0; i < count; i++) {
                String from = cursor.name();
                String name = cursor.name();
                int start = cursor.at();
                int kind = cursor.u8();
                switch (kind) {
                    case Import.FUNCTION -> cursor.unsigned();
                    case Import.TABLE -> {
                        cursor.skipValueType();
                        cursor.skipLimits();
                    }
                    case Import.MEMORY -> cursor.skipLimits();
                    case Import.GLOBAL -> {
                        cursor.skipValueType();
                        cursor.u8();
                    }
                    case Import.TAG -> {
                        cursor.u8();
                        cursor.unsigned();
                    }
                    default -> throw new BuildFailure("Import " + from + "." + name + " is of the unknown kind " + kind);
                }
                imports.add(new Import(from, name, kind, start, cursor.at()));
            }
        }
    }
}
