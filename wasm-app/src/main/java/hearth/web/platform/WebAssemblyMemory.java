package hearth.web.platform;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.typedarrays.ArrayBuffer;

/** A {@code WebAssembly.Memory}. It is made larger by {@link MemoryGrowth} only. */
public interface WebAssemblyMemory extends JSObject {
    /** The bytes at this moment. Growing makes an older buffer useless: never keep one, nor a view of it. */
    @JSProperty
    ArrayBuffer getBuffer();
}
