package hearth.bench;

/** Names of what is measured with each engine or file and each number of threads. */
final class Measured {
  static final String HEARTH = "hearth";
  static final String WLLAMA = "wllama";
  static final String LLAMA = "llama.cpp";

  static final String DECODE = "decode";
  static final String FIRST_TOKEN = "first token s";
  static final String FIRST_LOAD = "first load s";
  static final String SECOND_LOAD = "second load s";
  /** Of what the engine has stored in the browser. */
  static final String RAW_READ = "raw read s";
  static final String PEAK = "peak MB";
  static final String SECOND_PEAK = "second visit peak MB";
  /** Without the program files that the process maps. */
  static final String OWN_PEAK = "own peak MB";
  static final String SECOND_OWN_PEAK = "second visit own peak MB";
  static final String ALIKE = "texts alike";

  /** Of a file, from Hearth's profile of decoding. */
  static final String MATRIX_PACE = "matrices GB/s";
  static final String MATRIX_MEGABYTES = "matrices MB a token";
  static final String WAITING = "share of time at barriers";

  static final String READ_LOOP = "read loop GB/s";
  static final String FAR_DECODE = "decode after " + LongContext.FAR;
  static final String NEAR_DECODE = "decode after " + LongContext.NEAR;
  static final String TINY_ANSWER = "tiny page to answer ms";
  static final String TINY_FIRST_TOKEN = "tiny first token ms";
  static final String TINY_DECODE = "tiny decode";
  static final String IDLE = "idle CPU s";
  static final String CHAT_FRAME = "chat page's busiest frame ms";
  static final String WIDGET_FRAME = "widget's busiest frame ms";

  /** Of the file that engines are compared with, from its first byte to its last. */
  static final String BARE_DOWNLOAD = "bare download s";
  static final String PASSING_DOWNLOAD = "bytes of a load that keeps nothing s";
  static final String KEPT_DOWNLOAD = "bytes of a load that keeps the file s";
  static final String READ_BACK = "read from the device while loading GB/s";
  static final String RAW_DATABASE = "raw read of IndexedDB GB/s";
  static final String LONG_TASK = "longest task while loading ms";
  static final String CHAT_LONG_TASK = "chat page's longest task while loading ms";

  private Measured() {}

  static String prefill(int tokens) {
    return "prefill " + tokens;
  }

  /** The name under which a figure of an engine or a file is kept. */
  static String of(String engineOrFile, int threads, String figure) {
    return engineOrFile + " " + threads + " " + figure;
  }

  /** The name under which a figure of the browser itself is kept. */
  static String of(String figure, int threads) {
    return figure + " " + threads;
  }
}
