// Loads parts of a file together with other threads: claims one part after another, puts its bytes into the reader's buffer,
// segment by segment, and packs them from there. The table says what is to be done, see hearth.device.simd.kernel.PartTable.
const NEXT = 0;
const LOADED = 64;
const PARTS = 128;
const PART_BYTES = 8;
const SEGMENT_BYTES = 12;
const STOPPED = 1 << 24;
// Words of a control block, see hearth.device.simd.kernel.Control.
const END = 8;
const SCRATCH = 12;
const NOT_FINITE = 24;

const PIECE = 1 << 20;
const spare = [];
// Chromium collects a blob's stream as garbage while its bytes are awaited, unless something reaches it.
const open = new Set();

/**
 * Resolves when no part is left to claim, with what went wrong: { failed: parts that could not be read, with the reason, refused: {part,
 * segment} with a value that is not finite, whose bytes are still in the buffer }.
 *
 * @param job { memory, table, control, kernels, blobs } with a blob for each part
 * @param progress called after each segment
 */
export async function readParts({ memory, table, control, kernels, blobs }, progress = () => {}) {
  const { run } = new WebAssembly.Instance(kernels, { env: { memory, clock: () => performance.now() } }).exports;
  const words = new Int32Array(memory.buffer);
  const target = new Uint8Array(memory.buffer);
  const word = (address) => words[address >>> 2];
  const buffer = word(control + SCRATCH) >>> 0;
  const failed = [];
  let refused;

  const stopped = () => Atomics.load(words, (table + NEXT) >>> 2) >= STOPPED;

  function claim() {
    const part = Atomics.add(words, (table + NEXT) >>> 2, 1);
    return part < blobs.length ? { part, stream: new Stream(blobs[part]) } : undefined;
  }

  // Runs the records of a segment; false where it holds a value that is not finite.
  function pack(segment) {
    words[(control + END) >>> 2] = word(segment + 8);
    run(control, word(segment + 4), 0, 1);
    Atomics.add(words, (table + LOADED) >>> 2, word(segment));
    progress();
    return word(control + NOT_FINITE) === 0;
  }

  async function load({ part, stream }) {
    const segments = word(table + PARTS + PART_BYTES * part) >>> 0;
    const count = word(table + PARTS + PART_BYTES * part + 4);
    let index = 0;
    let filled = 0;
    while (index < count && !stopped()) {
      const bytes = await stream.next();
      if (bytes === undefined) {
        throw new Error('it is too short');
      }
      for (let at = 0; at < bytes.length && index < count;) {
        const segment = segments + SEGMENT_BYTES * index;
        const taken = Math.min(bytes.length - at, word(segment) - filled);
        target.set(bytes.subarray(at, at + taken), buffer + filled);
        at += taken;
        filled += taken;
        if (filled === word(segment)) {
          if (!pack(segment)) {
            refused = { part, segment: index };
            Atomics.store(words, (table + NEXT) >>> 2, STOPPED);
            return;
          }
          index++;
          filled = 0;
        }
      }
    }
  }

  // The way to the device and back is long: the next part's first bytes are under way while this one is packed.
  for (let present = claim(), next; present !== undefined; present = next) {
    next = stopped() ? undefined : claim();
    try {
      await load(present);
    } catch (reason) {
      failed.push({ part: present.part, reason: `${reason?.message ?? reason}` });
    }
    present.stream.close();
  }
  return { failed, refused };
}

// A blob's bytes, read through one buffer where the browser can.
class Stream {
  #reader;
  #buffer;
  #asked;
  #ended = false;

  constructor(blob) {
    const stream = blob.stream();
    open.add(this);
    try {
      this.#reader = stream.getReader({ mode: 'byob' });
      this.#buffer = spare.pop() ?? new ArrayBuffer(PIECE);
    } catch {
      this.#reader = stream.getReader();
    }
    this.#ask();
  }

  #ask() {
    this.#asked = this.#buffer === undefined ? this.#reader.read() : this.#reader.read(new Uint8Array(this.#buffer), { min: PIECE });
    this.#asked.catch(() => {});
  }

  // The next bytes, valid until the call after; undefined at the end.
  async next() {
    if (this.#ended) {
      return undefined;
    }
    if (this.#asked === undefined) {
      this.#ask();
    }
    const { done, value } = await this.#asked;
    this.#asked = undefined;
    this.#ended = done;
    if (value !== undefined && this.#buffer !== undefined) {
      this.#buffer = value.buffer;
    }
    // What is left at the end may be less than was asked for, and comes with the end.
    return value?.length > 0 ? value : done ? undefined : this.next();
  }

  close() {
    open.delete(this);
    if (this.#ended || this.#asked === undefined) {
      if (this.#buffer?.byteLength > 0) {
        spare.push(this.#buffer);
      }
      this.#buffer = undefined;
    }
    this.#reader.cancel().catch(() => {});
  }
}
