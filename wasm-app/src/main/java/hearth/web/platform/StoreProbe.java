package hearth.web.platform;

import hearth.device.simd.LinearHeap;
import hearth.program.Memory;
import hearth.web.hub.ModelReferences;
import hearth.web.protocol.HearthException;
import hearth.web.store.*;
import java.util.*;
import org.teavm.jso.*;
import org.teavm.jso.typedarrays.*;

public final class StoreProbe {
    public interface Msg extends JSObject { @JSProperty String getUrl(); @JSProperty String getSha(); @JSProperty String getMode(); @JSProperty boolean isOffline(); @JSProperty double getAbortAfter(); }
    @JSBody(params="text", script="postMessage(text);") static native void say(String text);
    static long sum; static long count; static double firstOffset=-1;
    public static void main(String[] a) {
        EngineHost h = EngineHost.get();
        h.listen(m -> new Thread(() -> { try { run(h, (Msg) m); } catch (HearthException e) { say("HearthException " + e.code() + ": " + e.getMessage() + " | " + e.hint()); } catch (Throwable t) { say("Throwable " + t.getClass().getName() + " " + t.getMessage()); } }).start());
    }
    @JSBody(params={"b"}, script="let s = 0; for (let i = 0; i < b.length; i += 4097) s = (s * 31 + b[i]) | 0; return s;") static native int mix(Uint8Array b);
    static void run(EngineHost h, Msg m) {
        if (m.getMode().equals("mem")) { mem(h); return; }
        ModelStore store = new ModelStore();
        if (m.getMode().equals("list")) { StringBuilder s = new StringBuilder(); for (StoredFile f : store.list()) s.append(f.getId() + " " + f.getStoredBytes() + "/" + f.getBytes() + " " + f.isComplete() + "; "); ModelStore.Usage u = store.usage(); say("list " + s + " used=" + u.usedBytes() + " quota=" + u.quotaBytes()); return; }
        if (m.getMode().equals("clear")) { store.clear(); say("cleared"); return; }
        Map<String,Object> ref = new HashMap<>(); ref.put("url", m.getUrl()); if (!m.getSha().isEmpty()) ref.put("sha256", m.getSha());
        AbortController c = new AbortController();
        double t = Timer.now();
        ModelSource s = store.open(new ModelReferences(List.of(), "http://x", null, null).resolve(ref, null), m.getMode().equals("nokeep") ? Keep.NO : Keep.IF_POSSIBLE, m.isOffline(), c.getSignal());
        long[] n = {0}; int[] mix = {0}; int[] ev = {0}; String[] last = {""}; boolean[] bad = {false};
        double t1 = Timer.now();
        try {
        s.read((b, off) -> { if (off != n[0]) bad[0] = true; n[0] += b.getLength(); if (m.getAbortAfter() > 0 && n[0] > m.getAbortAfter()) c.abort(); }, new TransferListener() {
            public void progress(long l, long tot, double r, double left, boolean cached) { ev[0]++; last[0] = l + "/" + tot + " " + (long) r + "B/s left=" + left + " cached=" + cached; }
            public void notice(String text) { say("notice " + text); }
        });
        } finally { double ms = Timer.now() - t1; say("read " + n[0] + " of " + s.bytes() + " open=" + (long) (t1 - t) + "ms read=" + (long) ms + "ms " + (n[0] / ms / 1000) + " MB/s events=" + ev[0] + " last=" + last[0] + (bad[0] ? " BAD ORDER" : "")); }
    }
    static void mem(EngineHost h) {
        Memory mem = new LinearMemory();
        LinearHeap heap = new LinearHeap(h.getModels(), (long) h.getLimit(), new MemoryGrowth(h.getMemory()));
        long p = heap.allocate(3_500_000_000L);
        mem.putInt(p + 3_400_000_000L, 0x12345678);
        byte[] x = new byte[1 << 20]; for (int i = 0; i < x.length; i++) x[i] = (byte) (i * 7);
        double t = Timer.now(); for (int k = 0; k < 20; k++) mem.write(p + 3_200_000_001L, x, 0, x.length); double w = (Timer.now() - t) / 20;
        byte[] y = new byte[1 << 20]; t = Timer.now(); for (int k = 0; k < 20; k++) mem.read(p + 3_200_000_001L, y, 0, y.length); double r = (Timer.now() - t) / 20;
        mem.copy(p + 3_200_000_001L, p + 1000, 1 << 20); byte[] z = new byte[1 << 20]; mem.read(p + 1000, z, 0, z.length); mem.clear(p + 1000, 100);
        KernelModules k = new KernelModules(h);
        byte[] mod = {0,97,115,109,1,0,0,0, 1,8,1,0x60,4,0x7f,0x7f,0x7f,0x7f,0, 2,18,1,3,'e','n','v',6,'m','e','m','o','r','y',2,(byte)(h.isShared()?3:1),1,(byte)0x80,(byte)0x80,4, 3,2,1,0, 7,7,1,3,'r','u','n',0,0, 10,11,1,9,0,0x20,0,0x20,3,0x36,2,0,0x0b};
        boolean v = k.validates(mod); String kr = "";
        if (v) { var e = k.instantiate(mod); e.run((int) p, 1, 2, 77); kr = "" + mem.getInt(p); }
        say("mem " + Integer.toHexString(mem.getInt(p + 3_400_000_000L)) + " write " + w + " ms/MiB read " + r + " same " + Arrays.equals(x, y) + Arrays.equals(x, z) + " cleared " + mem.getByte(p + 1001) + " validates " + v + k.validates(new byte[3]) + " kernel " + kr + " reserved " + heap.reservedBytes());
    }
}
