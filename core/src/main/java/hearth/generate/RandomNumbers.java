package hearth.generate;

/** The same numbers from the same seed on every Java runtime: SplitMix64 (Steele, Lea and Flood, 2014). */
final class RandomNumbers {
    private long state;

    RandomNumbers(long seed) {
        state = seed;
    }

    /** A number from 0, inclusive, to 1, exclusive. */
    double next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = state;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return (mixed >>> 11) * 0x1p-53;
    }
}
