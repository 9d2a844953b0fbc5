package hearth.device.simd.kernel;

import hearth.device.simd.assembler.ValueType;
import hearth.device.simd.assembler.WasmFunction;

/**
 * {@code run(control, program, worker, workers)}: every worker walks the same list of records, does its part of each and
 * meets the others at a barrier before the next. With one worker there is no barrier, and no instruction that sleeps.
 */
final class Interpreter {
    /** About 0.2 ms: longer than it takes to wake a sleeping thread, so that workers do not put each other to sleep in turn. */
    private static final int SPINS = 200_000;

    private Interpreter() {
    }

    static WasmFunction emit(Kernels kernels) {
        WasmFunction barrier = kernels.module().function(ValueType.I32, ValueType.I32);
        emitBarrier(barrier);
        WasmFunction f = kernels.kernelFunction();
        int control = 0;
        int record = 1;
        int worker = 2;
        int workers = 3;
        f.block().loop();
        f.get(record).get(control).loadI32(Control.END).equal().branchIf(1);
        f.get(record).get(control).get(worker).get(workers).get(record).loadI32(0).callIndirect(f);
        f.get(workers).constant(1).notEqual();
        f.ifThen(() -> f.get(control).get(workers).call(barrier));
        f.advance(record, Kernels.RECORD_BYTES).branch(0);
        f.end().end();
        return f;
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
