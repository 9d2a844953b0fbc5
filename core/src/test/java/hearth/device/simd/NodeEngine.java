package hearth.device.simd;

import hearth.program.Memory;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A real WebAssembly engine for tests on the JVM: node runs the kernels over its memory, and pages of that memory are
 * mirrored here as they are read and written.
 */
final class NodeEngine implements Memory, KernelHost, AutoCloseable {
    private static final int PAGE = 65536;
    private static final int PAGES = 8192;

    private final Process process;
    private final DataInputStream in;
    private final BufferedOutputStream out;
    private final ByteBuffer[] mirror = new ByteBuffer[PAGES];
    private final boolean[] stale = new boolean[PAGES];
    private final boolean[] dirty = new boolean[PAGES];
    private final List<Integer> dirtyPages = new ArrayList<>();
    private final int threads;
    private int limit;
    private int forced;
    private int pages = 1;

    /** @param threads how many threads run the kernels */
    NodeEngine(int threads) {
        this.threads = threads;
        limit = threads;
        try {
            // Without the baseline compiler: node 20's gets i32x4.relaxed_dot_i8x16_i7x16_add_s wrong where the processor
            // has no instruction for it.
            process = new ProcessBuilder("node", "--experimental-wasm-relaxed-simd", "--no-liftoff",
                    Path.of("src/test/node/run-kernels.mjs").toString(), String.valueOf(threads)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException("The kernel tests need node on the PATH", e);
        }
        in = new DataInputStream(process.getInputStream());
        out = new BufferedOutputStream(process.getOutputStream(), 1 << 20);
    }

    LinearHeap heap() {
        // The first page is the team's: mirroring it would overwrite what the threads tell each other there.
        return new LinearHeap(PAGE, (long) PAGES * PAGE, end -> {
            int wanted = (int) ((end + PAGE - 1) / PAGE);
            if (wanted > pages) {
                command('G', wanted);
                pages = wanted;
            }
            return true;
        });
    }

    @Override
    public boolean sharedMemory() {
        return threads > 1;
    }

    @Override
    public int mostWorkers() {
        return threads;
    }

    @Override
    public boolean adapts() {
        return false;
    }

    @Override
    public int limitWorkers(int most) {
        limit = Math.min(most, threads);
        return limit;
    }

    /** Lets runs have so many workers from now on, whatever a model asks for; 0: what it asks for. */
    void force(int workers) {
        forced = workers;
    }

    @Override
    public boolean validates(byte[] module) {
        command('V', module.length);
        send(module, module.length);
        return answer() == 1;
    }

    @Override
    public KernelEntry instantiate(byte[] module) {
        command('I', module.length);
        send(module, module.length);
        int number = answer();
        return new KernelEntry() {
            @Override
            public void run(int control, int program) {
                flush();
                command('X', number, control, program, forced > 0 ? forced : limit);
                answer();
                Arrays.fill(stale, true);
            }

            @Override
            public void close() {
                command('D', number);
            }
        };
    }

    @Override
    public KernelEntry instantiateAlone(byte[] module) {
        return instantiate(module);
    }

    private void flush() {
        for (int page : dirtyPages) {
            command('W', page * PAGE, PAGE);
            send(mirror[page].array(), PAGE);
            dirty[page] = false;
        }
        dirtyPages.clear();
    }

    @Override
    public void close() {
        process.destroy();
    }

    private void command(char code, int... operands) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + 4 * operands.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) code);
        for (int operand : operands) {
            bytes.putInt(operand);
        }
        send(bytes.array(), bytes.capacity());
    }

    private void send(byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int answer() {
        try {
            out.flush();
            return Integer.reverseBytes(in.readInt());
        } catch (IOException e) {
            throw new UncheckedIOException("The kernels trapped, or node ended", e);
        }
    }

    private ByteBuffer page(long offset) {
        int page = (int) (offset / PAGE);
        if (mirror[page] == null) {
            mirror[page] = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
        }
        if (stale[page]) {
            stale[page] = false;
            command('R', page * PAGE, PAGE);
            try {
                out.flush();
                in.readFully(mirror[page].array());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return mirror[page];
    }

    private ByteBuffer changed(long offset) {
        ByteBuffer bytes = page(offset);
        int page = (int) (offset / PAGE);
        if (!dirty[page]) {
            dirty[page] = true;
            dirtyPages.add(page);
        }
        return bytes;
    }

    @Override
    public byte getByte(long offset) {
        return page(offset).get((int) (offset % PAGE));
    }

    @Override
    public void putByte(long offset, byte value) {
        changed(offset).put((int) (offset % PAGE), value);
    }

    @Override
    public short getShort(long offset) {
        return (short) (getByte(offset) & 255 | getByte(offset + 1) << 8);
    }

    @Override
    public void putShort(long offset, short value) {
        putByte(offset, (byte) value);
        putByte(offset + 1, (byte) (value >> 8));
    }

    @Override
    public int getInt(long offset) {
        if (offset % PAGE > PAGE - 4) {
            return getShort(offset) & 0xFFFF | getShort(offset + 2) << 16;
        }
        return page(offset).getInt((int) (offset % PAGE));
    }

    @Override
    public void putInt(long offset, int value) {
        if (offset % PAGE > PAGE - 4) {
            putShort(offset, (short) value);
            putShort(offset + 2, (short) (value >> 16));
        } else {
            changed(offset).putInt((int) (offset % PAGE), value);
        }
    }

    @Override
    public float getFloat(long offset) {
        return Float.intBitsToFloat(getInt(offset));
    }

    @Override
    public void putFloat(long offset, float value) {
        putInt(offset, Float.floatToRawIntBits(value));
    }

    @Override
    public void read(long offset, byte[] target, int index, int count) {
        for (int i = 0; i < count; i++) {
            target[index + i] = getByte(offset + i);
        }
    }

    @Override
    public void write(long offset, byte[] source, int index, int count) {
        for (int i = 0; i < count; i++) {
            putByte(offset + i, source[index + i]);
        }
    }

    @Override
    public void read(long offset, float[] target, int index, int count) {
        for (int i = 0; i < count; i++) {
            target[index + i] = getFloat(offset + 4L * i);
        }
    }

    @Override
    public void write(long offset, float[] source, int index, int count) {
        for (int i = 0; i < count; i++) {
            putFloat(offset + 4L * i, source[index + i]);
        }
    }

    @Override
    public void copy(long from, long to, long bytes) {
        for (long i = 0; i < bytes; i++) {
            putByte(to + i, getByte(from + i));
        }
    }

    @Override
    public void clear(long offset, long bytes) {
        for (long i = 0; i < bytes; i++) {
            putByte(offset + i, (byte) 0);
        }
    }
}
