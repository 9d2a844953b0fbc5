package hearth.web.build;

import java.io.ByteArrayOutputStream;

/**
 * The memory that a module imports. TeaVM declares a shared one with its smallest size as its largest too, so that it
 * could not be linked to the memory in which the weights lie: here the limits are set to those of the whole address
 * space, shared or not.
 */
final class MemoryImport {
    /** Pages of 64 KiB in 4 GiB. */
    private static final int MOST_PAGES = 65536;
    private static final int UNSHARED_WITH_MAXIMUM = 1;
    private static final int SHARED_WITH_MAXIMUM = 3;

    private MemoryImport() {
    }

    /** A copy of {@code module} whose memory import is (1 .. 65536 pages), shared or not. */
    static byte[] withLimits(byte[] module, boolean shared) {
        WasmSections sections = new WasmSections(module);
        WasmSections.Import memory = only(sections);
        ByteArrayOutputStream limits = new ByteArrayOutputStream();
        limits.write(WasmSections.Import.MEMORY);
        limits.write(shared ? SHARED_WITH_MAXIMUM : UNSHARED_WITH_MAXIMUM);
        ByteCursor.unsigned(limits, 1);
        ByteCursor.unsigned(limits, MOST_PAGES);

        ByteArrayOutputStream out = new ByteArrayOutputStream(module.length + 16);
        out.write(module, 0, 8);
        for (WasmSections.Section section : sections.sections()) {
            int length = section.to() - section.from();
            out.write(section.id());
            if (section.id() == WasmSections.IMPORT) {
                ByteCursor.unsigned(out, length - (memory.to() - memory.from()) + limits.size());
                out.write(module, section.from(), memory.from() - section.from());
                out.writeBytes(limits.toByteArray());
                out.write(module, memory.to(), section.to() - memory.to());
            } else {
                ByteCursor.unsigned(out, length);
                out.write(module, section.from(), length);
            }
        }
        return out.toByteArray();
    }

    private static WasmSections.Import only(WasmSections sections) {
        WasmSections.Import memory = null;
        for (WasmSections.Import each : sections.imports()) {
            if (each.kind() == WasmSections.Import.MEMORY) {
                if (memory != null) {
                    throw new BuildFailure("The engine imports more than one memory");
                }
                memory = each;
            }
        }
        if (memory == null || !memory.module().equals("env") || !memory.name().equals("memory")) {
            throw new BuildFailure("The engine does not import env.memory: was it compiled with sharedBuffer?");
        }
        return memory;
    }
}
