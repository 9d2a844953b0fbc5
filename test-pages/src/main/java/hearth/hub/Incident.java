package hearth.hub;

/** What happens, once, to the connection that would send a certain byte of a file, whichever connection that is. */
public enum Incident {
  /** It breaks before that byte. */
  BREAK,
  /** It sends nothing more, and stays open until the hub closes. */
  STALL
}
