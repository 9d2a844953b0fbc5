package hearth.text;

/** Sizes of hash tables with open addressing. */
final class Capacity {
    private Capacity() {
    }

    /** The smallest power of two of which {@code entries} fill at most half; at least 2, so that a slot stays free. */
    static int atMostHalfFull(int entries) {
        int capacity = 2;
        while (capacity < entries * 2L) {
            capacity <<= 1;
        }
        return capacity;
    }
}
