package hearth.device.simd;

import hearth.device.Logits;
import hearth.device.Profile;
import hearth.device.Runner;
import hearth.device.simd.kernel.AttentionKernels;
import hearth.device.simd.kernel.CacheFormat;
import hearth.device.simd.kernel.Control;
import hearth.device.simd.kernel.Kernels;
import hearth.device.simd.packed.DotVariant;
import hearth.format.Gguf;
import hearth.format.ModelFileException;
import hearth.model.Model;
import hearth.program.Activation;
import hearth.program.Memory;
import hearth.program.Op;
import hearth.program.Program;
import hearth.program.State;
import hearth.program.StateType;
import hearth.program.Weight;
import java.util.HashMap;
import java.util.Map;

/** A model in linear memory: weights, state, activations, two encoded programs, and the kernels that run them. */
public final class SimdModel implements Runner {
    /**
     * Tokens of a prefill run: many enough to read each weight seldom, few enough for the activations to stay small and for
     * an abort, which waits for a run's end, to be quick.
     */
    private static final int PREFILL_BATCH = 48;
    /** Tokens that a matrix kernel takes together; as many sums as there are registers for. */
    private static final int TILE = 6;
    private static final int FLOAT_BYTES = 4;
    /** Of a millisecond. */
    private static final double NANOSECONDS = 1e6;

    /** Threads of the first decode runs: more seldom read memory faster. */
    private static final int MOST_AT_FIRST = 4;
    private static final int WARM_UP_RUNS = 12;

    private final Memory memory;
    private final LinearHeap heap;
    private final KernelHost host;
    private final Model model;
    private final int contextLength;
    private final StateType cache;
    private final WeightPlan plan;
    private final WeightLoader loader;
    private final Map<State, Long> stateOffsets = new HashMap<>();
    private final long weights;
    private final long states;
    private final long stateBytes;
    private final long work;
    private final long control;
    private final long arena;
    private final long samples;
    private final int scratchBytes;
    private final Encoded decode;
    private final Encoded prefill;
    private final KernelEntry kernels;
    private final SimdLogits selection;
    private final RecordTimes times;
    private final Crew decodeCrew;
    private final Crew prefillCrew;
    private Profile profile;
    private final float[] embeddingRow;
    private int position;
    private Activation logits;
    private boolean warm;
    private boolean closed;

    /** A program in memory. */
    private record Encoded(Program program, ProgramEncoder encoder, long records, int count) {
    }

    SimdModel(Memory memory, LinearHeap heap, KernelHost host, DotVariant variant, Gguf head, Model model, int contextLength,
            StateType cache) {
        this.memory = memory;
        this.heap = heap;
        this.host = host;
        this.model = model;
        this.contextLength = contextLength;
        this.cache = cache;
        int batch = Math.min(PREFILL_BATCH, (contextLength + TILE - 1) / TILE * TILE);
        Model.Programs programs = model.programs(contextLength, batch, cache);
        requireWholeVectors(programs.prefill());
        plan = new WeightPlan(model, programs);
        stateBytes = layOut(programs);
        scratchBytes = (int) LinearHeap.align(ProgramEncoder.scratchBytes(programs.prefill()));
        Work layout = new Work(programs, host.mostWorkers());

        weights = heap.allocate(plan.bytes());
        long allocatedStates = 0;
        long allocatedWork = 0;
        WeightLoader allocatedLoader = null;
        try {
            allocatedStates = heap.allocate(stateBytes);
            allocatedWork = heap.allocate(layout.bytes);
            allocatedLoader = new WeightLoader(memory, heap, host, plan, weights, model.weights().inFileOrder(), head.dataOffset());
        } finally {
            if (allocatedLoader == null) {
                release(allocatedWork);
                release(allocatedStates);
                release(weights);
            }
        }
        states = allocatedStates;
        work = allocatedWork;
        loader = allocatedLoader;
        memory.clear(work, layout.bytes);
        control = work;
        arena = work + layout.arena;
        memory.putInt(control + Control.SCRATCH, (int) (work + layout.scratch));
        memory.putInt(control + Control.SCRATCH_BYTES, scratchBytes);

        KernelEntry entry = null;
        boolean made = false;
        try {
            Kernels emitted = new Kernels(variant, host.sharedMemory());
            decode = encode(emitted, programs.decode(), layout, layout.decodeRecords);
            prefill = encode(emitted, programs.prefill(), layout, layout.prefillRecords);
            entry = host.instantiate(emitted.toBytes());
            kernels = entry;
            selection = new SimdLogits(memory, host, variant, work + layout.selection, model.vocabulary());
            times = new RecordTimes(memory, work + layout.times);
            embeddingRow = new float[decode.encoder.getRows().table().columns()];
            decodeCrew = new Crew(host.mostWorkers(), MOST_AT_FIRST, host.adapts());
            prefillCrew = new Crew(host.mostWorkers(), host.mostWorkers(), host.adapts());
            samples = work + layout.samples;
            made = true;
        } finally {
            if (!made) {
                free(entry);
            }
        }
    }

    private void free(KernelEntry entry) {
        if (entry != null) {
            entry.close();
        }
        loader.close();
        heap.free(work);
        heap.free(states);
        heap.free(weights);
    }

    /**
     * Runs every kernel some times, if that has not been done: before the last weights are there, since other threads may bring
     * them meanwhile.
     */
    public void warmUp() {
        if (!warm) {
            warm = true;
            warmUp(decode, 1);
            warmUp(prefill, Math.min(TILE, contextLength));
            reset();
        }
    }

    /**
     * Runs every kernel some times, on a few rows of whatever is in memory: enough for the browser's optimising compiler to
     * take its turn before the first prompt.
     */
    private void warmUp(Encoded program, int tokens) {
        long end = samples;
        for (int[] sample : program.encoder.samples()) {
            writeWords(end, sample);
            end += Kernels.RECORD_BYTES;
        }
        memory.putInt(control + Control.TOKENS, tokens);
        memory.putInt(control + Control.POSITION, 0);
        memory.putInt(control + Control.END, (int) end);
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            kernels.run((int) control, (int) samples);
        }
    }

    private void writeWords(long address, int[] words) {
        for (int i = 0; i < words.length; i++) {
            memory.putInt(address + 4L * i, words[i]);
        }
    }

    private void release(long block) {
        if (block != 0) {
            heap.free(block);
        }
    }

    /** Offsets of what one run works with, from {@link #work}. */
    private final class Work {
        final long scratch = LinearHeap.align(Control.BYTES);
        final long arena;
        final long quantised;
        final long decodeRecords;
        final long prefillRecords;
        final long times;
        final long selection;
        final long samples;
        final long bytes;

        Work(Model.Programs programs, int workers) {
            arena = LinearHeap.align(scratch + (long) workers * scratchBytes);
            quantised = LinearHeap.align(arena + (long) FLOAT_BYTES * Math.max(programs.decode().arenaFloats(), programs.prefill().arenaFloats()));
            decodeRecords = LinearHeap.align(quantised + Math.max(ProgramEncoder.quantisedBytes(programs.decode()), ProgramEncoder.quantisedBytes(programs.prefill())));
            prefillRecords = LinearHeap.align(decodeRecords + ProgramEncoder.mostBytes(programs.decode()));
            times = LinearHeap.align(prefillRecords + ProgramEncoder.mostBytes(programs.prefill()));
            selection = LinearHeap.align(times + RecordTimes.bytes(Math.max(ProgramEncoder.mostBytes(programs.decode()), ProgramEncoder.mostBytes(programs.prefill()))));
            samples = LinearHeap.align(selection + SimdLogits.bytes(programs.decode().logits().width()));
            bytes = samples + Math.max(ProgramEncoder.mostBytes(programs.decode()), ProgramEncoder.mostBytes(programs.prefill()));
        }
    }

    /** Kernels go along rows four floats at a time. */
    private static void requireWholeVectors(Program program) {
        for (Op op : program.ops()) {
            int size = 4;
            if (op instanceof Op.RmsNorm norm) {
                size = norm.in().width();
            } else if (op instanceof Op.Attention attention) {
                size = attention.headSize();
            } else if (op instanceof Op.GatedDelta delta) {
                size = delta.headSize();
            }
            if (size % 4 != 0) {
                throw ModelFileException.unsupported("The model has rows or heads of " + size + " values; this engine needs multiples of 4");
            }
        }
    }

    private long layOut(Model.Programs programs) {
        long at = 0;
        for (State state : programs.states()) {
            stateOffsets.put(state, at);
            long bytes = state.keyValue() ? state.rows() * CacheFormat.of(state).rowBytes() : state.size() * FLOAT_BYTES;
            at = LinearHeap.align(at + bytes);
        }
        long after = 0;
        for (Op op : programs.decode().ops()) {
            if (op instanceof Op.Attention attention) {
                after = Math.max(after, AttentionKernels.readableAfter(CacheFormat.of(attention.keys())));
            }
        }
        return at + after;
    }

    private Encoded encode(Kernels emitted, Program program, Work layout, long records) {
        ProgramEncoder encoder = new ProgramEncoder(emitted, program, TILE, contextLength);
        int[] words = encoder.encode(new ProgramEncoder.Layout() {
            @Override
            public int weight(Weight weight) {
                return (int) (weights + plan.offset(weight));
            }

            @Override
            public int activation(Activation activation) {
                return (int) (work + layout.arena + (long) FLOAT_BYTES * activation.offset());
            }

            @Override
            public int state(State state) {
                return (int) (states + stateOffsets.get(state));
            }

            @Override
            public int quantised() {
                return (int) (work + layout.quantised);
            }
        });
        writeWords(work + records, words);
        return new Encoded(program, encoder, work + records, words.length * 4 / Kernels.RECORD_BYTES);
    }

    /** Takes the model's weights as they arrive. */
    public WeightLoader weights() {
        return loader;
    }

    /** Frees what only loading needs; every weight must have arrived. */
    public void finishLoading() {
        if (!loader.complete()) {
            throw ModelFileException.damaged("The file ends at " + loader.fileOffset() + ", before its last tensor is whole");
        }
        warmUp();
        loader.close();
    }

    public Model model() {
        return model;
    }

    /** Bytes that the weights take. */
    public long weightBytes() {
        return plan.bytes();
    }

    /** Bytes that the state of a full context takes. */
    public long stateBytes() {
        return stateBytes;
    }

    /** How its KV cache is kept. */
    public StateType cache() {
        return cache;
    }

    @Override
    public int vocabulary() {
        return model.vocabulary();
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public int batch() {
        return prefill.program.batch();
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public void reset() {
        position = 0;
        for (Map.Entry<State, Long> entry : stateOffsets.entrySet()) {
            // A KV cache is read only up to the position, so that what is beyond may stay.
            if (!entry.getKey().keyValue()) {
                memory.clear(states + entry.getValue(), FLOAT_BYTES * entry.getKey().size());
            }
        }
    }

    @Override
    public void run(int[] tokens, int from, int count, boolean wantLogits) {
        if (closed || !loader.complete()) {
            throw new IllegalStateException(closed ? "The model is closed" : "The model's weights have not all arrived");
        }
        if (count < 1 || count > batch() || position + count > contextLength) {
            throw new IllegalArgumentException(count + " tokens do not fit: batch " + batch() + ", position " + position + " of " + contextLength);
        }
        Encoded program = count == 1 ? decode : prefill;
        int records = wantLogits ? program.count : program.encoder.bodyRecords();
        if (profile == null) {
            prepare(program, records, tokens, from, count);
            execute(program, records, count);
        } else {
            runMeasured(program, records, tokens, from, count);
        }
        position += count;
        if (wantLogits) {
            logits = program.program.logits();
        }
    }

    @Override
    public void measure(Profile into) {
        profile = into;
        memory.putInt(control + Control.PROFILE, into == null ? 0 : times.address());
    }

    private void runMeasured(Encoded program, int records, int[] tokens, int from, int count) {
        times.clear(records);
        long begun = System.nanoTime();
        prepare(program, records, tokens, from, count);
        long prepared = System.nanoTime();
        execute(program, records, count);
        long ended = System.nanoTime();
        Profile.Phase phase = profile.phaseOf(count);
        OperationCost embedding = OperationCost.embedding(program.encoder.getRows().table());
        phase.addCall(embedding.operation(), (prepared - begun) / NANOSECONDS, embedding.of(count, position + count));
        double waiting = times.addTo(phase, program.encoder.costs(), records, count, position + count);
        phase.addRun(count, (ended - begun) / NANOSECONDS, waiting);
    }

    private void execute(Encoded program, int records, int count) {
        Crew crew = count == 1 ? decodeCrew : prefillCrew;
        int workers = host.limitWorkers(crew.workers());
        long begun = System.nanoTime();
        kernels.run((int) control, (int) program.records);
        // Only whole runs of one size can be compared.
        if (count == program.program.batch() && (count > 1 || records == program.count)) {
            crew.ran(workers, (System.nanoTime() - begun) / NANOSECONDS);
        }
    }

    /** All that the kernels need to know of a run, and the part of it that is done here. */
    private void prepare(Encoded program, int records, int[] tokens, int from, int count) {
        embed(program.encoder.getRows(), tokens, from, count);
        writeAngles(program.encoder.ropeTable(), count);
        memory.putInt(control + Control.TOKENS, count);
        memory.putInt(control + Control.POSITION, position);
        memory.putInt(control + Control.END, (int) (program.records + (long) records * Kernels.RECORD_BYTES));
    }

    private void embed(Op.GetRows op, int[] tokens, int from, int count) {
        Weight table = op.table();
        long base = weights + plan.offset(table);
        for (int t = 0; t < count; t++) {
            int id = tokens[from + t];
            if (id < 0 || id >= table.rows()) {
                throw new IllegalArgumentException("Token id " + id + " is not in 0 to " + (table.rows() - 1));
            }
            plan.format(table).decodeRow(memory, base, table.columns(), id, embeddingRow);
            memory.write(row(op.out(), t), embeddingRow, 0, embeddingRow.length);
        }
    }

    private void writeAngles(Op.RopeTable op, int count) {
        int half = op.rotated() / 2;
        for (int i = 0; i < half; i++) {
            double frequency = Math.pow(op.base(), -2.0 * i / op.rotated());
            for (int t = 0; t < count; t++) {
                double angle = (position + t) * frequency;
                memory.putFloat(row(op.out(), t) + 4L * i, (float) Math.cos(angle));
                memory.putFloat(row(op.out(), t) + 4L * (half + i), (float) Math.sin(angle));
            }
        }
    }

    private long row(Activation activation, int t) {
        return arena + (long) FLOAT_BYTES * (activation.offset() + (long) t * activation.stride());
    }

    @Override
    public Logits logits() {
        return selection.at(row(logits, 0));
    }

    @Override
    public void logits(float[] row) {
        memory.read(row(logits, 0), row, 0, logits.width());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            selection.close();
            free(kernels);
        }
    }
}
