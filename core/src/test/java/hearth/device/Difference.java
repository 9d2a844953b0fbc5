package hearth.device;

/** How far two rows of logits are apart. */
public record Difference(double max, double mean, double rootMeanSquare) {
    public static Difference of(float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            throw new AssertionError(actual.length + " logits, expected " + expected.length);
        }
        double max = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < actual.length; i++) {
            double d = Math.abs((double) actual[i] - expected[i]);
            max = Double.isNaN(d) ? Double.NaN : Math.max(max, d);
            sum += d;
            squares += d * d;
        }
        return new Difference(max, sum / actual.length, Math.sqrt(squares / actual.length));
    }

    /** Feeds all of {@code tokens} in pieces of the given sizes, over and over, and returns the logits after the last. */
    public static float[] logits(Runner runner, int[] tokens, int... pieces) {
        runner.reset();
        for (int at = 0, i = 0; at < tokens.length; i++) {
            int count = Math.min(Math.min(pieces[i % pieces.length], runner.batch()), tokens.length - at);
            runner.run(tokens, at, count, at + count == tokens.length);
            at += count;
        }
        float[] row = new float[runner.vocabulary()];
        runner.logits(row);
        return row;
    }
}
