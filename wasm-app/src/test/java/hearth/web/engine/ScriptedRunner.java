package hearth.web.engine;

import hearth.device.ArrayLogits;
import hearth.device.Logits;
import hearth.device.Profile;
import hearth.device.Runner;

import java.util.ArrayList;
import java.util.List;

/** A model that says what the test wrote down, whatever it is asked. */
public final class ScriptedRunner implements Runner {
    public static final float LEAD = 20;

    public final List<Integer> fed = new ArrayList<>();
    public int resets;
    public boolean closed;
    /** Where runs are measured; null while they are not. */
    public Profile profile;
    private final int vocabulary;
    private final int contextLength;
    private int[] script = {};
    private int said;
    private int position;
    private final float[] row;

    public ScriptedRunner(int vocabulary, int contextLength) {
        this.vocabulary = vocabulary;
        this.contextLength = contextLength;
        row = new float[vocabulary];
    }

    /** From now on it says these tokens, one after each run that asks for logits. */
    public void say(int... tokens) {
        script = tokens.clone();
        said = 0;
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public int contextLength() {
        return contextLength;
    }

    @Override
    public int batch() {
        return 8;
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public void reset() {
        resets++;
        position = 0;
        fed.clear();
    }

    @Override
    public void run(int[] tokens, int from, int count, boolean logits) {
        if (closed || count < 1 || count > batch() || position + count > contextLength) {
            throw new AssertionError("A run of " + count + " tokens at " + position + (closed ? " after close" : ""));
        }
        for (int i = from; i < from + count; i++) {
            fed.add(tokens[i]);
        }
        position += count;
        if (profile != null) {
            profile.phaseOf(count).addCall("saying", 2, 3_000_000L * count);
            profile.phaseOf(count).addRun(count, 4, 1);
        }
        if (logits) {
            java.util.Arrays.fill(row, 0);
            row[script[Math.min(said, script.length - 1)]] = LEAD;
            said++;
        }
    }

    @Override
    public void measure(Profile into) {
        profile = into;
    }

    @Override
    public Logits logits() {
        return new ArrayLogits(row);
    }

    @Override
    public void logits(float[] target) {
        System.arraycopy(row, 0, target, 0, vocabulary);
    }

    @Override
    public void close() {
        closed = true;
    }
}
