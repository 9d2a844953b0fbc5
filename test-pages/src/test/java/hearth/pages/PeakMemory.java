package hearth.pages;

/**
 * The most memory that a process held at once, in bytes.
 *
 * @param resident everything that lay in memory, as Linux counts it
 * @param mapped what of it is program files that the process maps and shares with others, by its size now: the browser's own code
 */
public record PeakMemory(long resident, long mapped) {
  /** What the process has made itself: its heap, its stacks, shared memory. */
  public long own() {
    return resident - mapped;
  }
}
