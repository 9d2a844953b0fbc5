package hearth.device.simd.kernel;

import hearth.device.simd.assembler.ValueType;
import hearth.device.simd.assembler.WasmFunction;

/**
 * The module's entries. {@code run(control, program, worker, workers)}: every worker walks the same list of records, does
 * its part of each and meets the others at a barrier before the next, but for records that need none. With one worker there is no barrier, and no
 * instruction that sleeps. {@code lead(team, entry, control, program, workers)} runs as worker 0 with followers;
 * {@code follow(team, entry, worker)} waits for jobs and does them, see {@link Team}.
 */
final class Interpreter {
    /** About 0.2 ms: longer than it takes to wake a sleeping thread, so that workers do not put each other to sleep in turn. */
    private static final int SPINS = 200_000;

    private final WasmFunction clock;
    private final WasmFunction barrier;
    private final WasmFunction run;
    private final WasmFunction lead;
    private final WasmFunction follow;

    private Interpreter(Kernels kernels) {
        clock = kernels.clock();
        barrier = kernels.module().function(ValueType.I32, ValueType.I32);
        run = kernels.kernelFunction();
        lead = kernels.module().function(ValueType.I32, ValueType.I32, ValueType.I32, ValueType.I32, ValueType.I32);
        follow = kernels.module().function(ValueType.I32, ValueType.I32, ValueType.I32);
    }

    /** Writes and exports the entries. */
    static void emit(Kernels kernels) {
        Interpreter entries = new Interpreter(kernels);
        emitBarrier(entries.barrier);
        entries.emitRun();
        entries.emitLead();
        entries.emitFollow();
        kernels.module().export("run", entries.run);
        kernels.module().export("lead", entries.lead);
        kernels.module().export("follow", entries.follow);
    }

    private void emitRun() {
        WasmFunction f = run;
        int control = 0;
        int record = 1;
        int worker = 2;
        int workers = 3;
        int kernel = f.i32();
        int times = f.i32();
        int now = f.f64();
        f.get(worker).isZero();
        f.ifThen(() -> f.get(control).loadI32(Control.PROFILE).set(times));
        f.get(times);
        f.ifThen(() -> f.call(clock).set(now));
        f.block().loop();
        f.get(record).get(control).loadI32(Control.END).equal().branchIf(1);
        f.get(record).get(control).get(worker).get(workers);
        f.get(record).loadI32(0).tee(kernel).constant(~Kernels.NO_BARRIER).and().callIndirect(f);
        addTimeSince(now, times, 0);
        f.get(workers).constant(1).notEqual().get(kernel).constant(0).greaterOrEqualSigned().and();
        f.ifThen(() -> f.get(control).get(workers).call(barrier));
        addTimeSince(now, times, Kernels.TIMES_BYTES / 2);
        f.get(times);
        f.ifThen(() -> f.advance(times, Kernels.TIMES_BYTES));
        f.advance(record, Kernels.RECORD_BYTES).branch(0);
        f.end().end();
    }

    /** Where there are {@code times}: adds to what lies there, at an offset, the time since {@code now}, which moves on. */
    private void addTimeSince(int now, int times, int offset) {
        WasmFunction f = run;
        f.get(times);
        f.ifThen(() -> {
            f.get(times).get(times).loadF64(offset).get(now).subF64();
            f.call(clock).tee(now).addF64().storeF64(offset);
        });
    }

    private void emitLead() {
        WasmFunction f = lead;
        int team = 0;
        int entry = 1;
        int control = 2;
        int program = 3;
        int workers = 4;
        int record = f.i32();
        int end = f.i32();
        f.get(program).set(record);
        f.get(control).loadI32(Control.END).set(end);
        f.loop(record, end, Kernels.RECORD_BYTES, () -> f.get(record).constant(0).storeI32(Kernels.CLAIMED));
        f.get(team).get(entry).storeI32(Team.ENTRY);
        f.get(team).get(control).storeI32(Team.CONTROL);
        f.get(team).get(program).storeI32(Team.PROGRAM);
        f.get(team).constant(0).atomicStore(Team.DONE);
        f.get(team);
        f.get(team).atomicLoad(Team.JOB).constant(-Team.NEXT_JOB).and().constant(Team.NEXT_JOB).add().get(workers).add();
        f.atomicStore(Team.JOB);
        f.get(team).atomicLoad(Team.SLEEPERS);
        f.ifThen(() -> f.get(team).constant(-1).atomicNotify(Team.JOB).drop());
        f.get(control).get(program).constant(0).get(workers).call(run);
        // They have passed the last barrier: what is left of their job is to say so.
        f.loop();
        f.get(team).atomicLoad(Team.DONE).constant(1).add().get(workers).notEqual().branchIf(0);
        f.end();
    }

    private void emitFollow() {
        WasmFunction f = follow;
        int team = 0;
        int entry = 1;
        int worker = 2;
        int seen = f.i32();
        int job = f.i32();
        int spins = f.i32();
        int patience = f.i32();
        int mine = f.i32();
        f.constant(SPINS).set(patience);
        f.get(worker).constant(Team.SEEN_STRIDE).mul().get(team).add().set(mine);
        f.loop();
        f.get(mine).loadI32(Team.SEEN).set(seen);
        f.get(patience).set(spins);
        f.block().loop();
        f.get(team).atomicLoad(Team.JOB).tee(job).get(seen).notEqual().branchIf(1);
        f.get(spins).constant(1).sub().tee(spins).branchIf(0);
        f.get(team).constant(1).atomicAdd(Team.SLEEPERS).drop();
        f.get(team).get(seen).atomicWait(Team.JOB).drop();
        f.get(team).constant(1).atomicSub(Team.SLEEPERS).drop();
        f.constant(1).set(spins).branch(0);
        f.end().end();
        f.get(worker).get(job).constant(Team.NEXT_JOB - 1).and().lessSigned();
        f.ifThen(() -> {
            f.get(team).loadI32(Team.ENTRY).get(entry).notEqual();
            f.ifThen(f::returns);
            f.get(team).loadI32(Team.CONTROL).get(team).loadI32(Team.PROGRAM).get(worker);
            f.get(job).constant(Team.NEXT_JOB - 1).and().call(run);
            f.get(mine).get(job).storeI32(Team.SEEN);
            f.get(team).constant(1).atomicAdd(Team.DONE).drop();
            f.constant(SPINS).set(patience);
            f.branch(1);
        });
        // Who was not needed will hardly be needed at once.
        f.constant(1).set(patience);
        f.get(mine).get(job).storeI32(Team.SEEN).branch(0);
        f.end();
    }

    /** The last to arrive opens the barrier; the others spin for a while, then sleep. */
    private static void emitBarrier(WasmFunction f) {
        int control = 0;
        int workers = 1;
        int generation = f.i32();
        int spins = f.i32();
        int limit = f.i32();
        f.get(control).atomicLoad(Control.BARRIER_GENERATION).set(generation);
        f.get(control).constant(1).atomicAdd(Control.BARRIER_COUNT).constant(1).add().get(workers).equal();
        f.ifThen(() -> {
            f.get(control).constant(0).atomicStore(Control.BARRIER_COUNT);
            f.get(control).constant(1).atomicAdd(Control.BARRIER_GENERATION).drop();
            f.get(control).atomicLoad(Control.BARRIER_SLEEPERS);
            f.ifThen(() -> f.get(control).constant(-1).atomicNotify(Control.BARRIER_GENERATION).drop());
            f.returns();
        });
        f.constant(SPINS).set(limit);
        f.loopFromZero(spins, limit, 1, () -> {
            f.get(control).atomicLoad(Control.BARRIER_GENERATION).get(generation).notEqual();
            f.ifThen(f::returns);
        });
        f.get(control).constant(1).atomicAdd(Control.BARRIER_SLEEPERS).drop();
        f.loop();
        f.get(control).get(generation).atomicWait(Control.BARRIER_GENERATION).drop();
        f.get(control).atomicLoad(Control.BARRIER_GENERATION).get(generation).equal().branchIf(0);
        f.end();
        f.get(control).constant(1).atomicSub(Control.BARRIER_SLEEPERS).drop();
    }
}
