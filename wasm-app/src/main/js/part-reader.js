// Loads parts of a file together with other threads: claims one part after another, reads its bytes into the reader's buffer,
// segment by segment, checks them, and packs them from there. The table in memory says what is to be done.

// Words of hearth.device.simd.kernel.PartTable ...
const NEXT = 0;
const LOADED = 64;
const PARTS = 128;
const SEGMENTS = 0;
const COUNT = 4;
const DONE = 8;
const PART_BYTES = 12;
const BYTES = 0;
const PLACE = 4;
const FIRST = 8;
const SEGMENT_END = 12;
const SEGMENT_BYTES = 16;
const STOPPED = 1 << 24;
// ... and hearth.device.simd.kernel.Control.
const END = 8;
const SCRATCH = 12;
const NOT_FINITE = 24;

const CHECKSUM_BLOCK = 64;
const MOST_MILLISECONDS = 20;

// Chromium collects a handle that nothing refers to while it still owes an answer, which then never comes.
const handles = new Set();

/**
 * Resolves when no part is left to claim. A part whose bytes cannot be read, or are not what they were, is not done then.
 *
 * @param job { memory, table, control, kernels, checksum, file, starts, sums }: modules that pack and check; the handle of the file; where
 *   its parts start; the checksum of each segment of each part, -1 where it is not known
 * @param breathe called now and then, and awaited, where the thread must hear messages meanwhile
 */
export async function readParts({ memory, table, control, kernels, checksum, file, starts, sums }, breathe) {
  const { run } = new WebAssembly.Instance(kernels, { env: { memory, clock: () => performance.now() } }).exports;
  const { run: sum } = new WebAssembly.Instance(checksum, { env: { memory } }).exports;
  const words = new Int32Array(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  const index = (address) => address >>> 2;
  const buffer = words[index(control + SCRATCH)] >>> 0;
  // A browser that opens a file only once leaves it to those who have it open.
  handles.add(file);
  const access = await file.createSyncAccessHandle({ mode: 'read-only' }).catch(() => undefined);
  handles.delete(file);
  if (access === undefined) {
    return;
  }

  // Whether the bytes of a segment are in the buffer as they were written.
  function read(at, place, count, known) {
    const start = buffer + place;
    if (access.read(bytes.subarray(start, start + count), { at }) !== count) {
      return false;
    }
    if (known < 0) {
      return true;
    }
    const whole = Math.ceil(count / CHECKSUM_BLOCK) * CHECKSUM_BLOCK;
    bytes.fill(0, start + count, start + whole);
    sum(start, start + whole, 0, 1);
    return new DataView(memory.buffer).getUint32(start + whole, true) === known;
  }

  // Whether the whole part is loaded.
  async function load(part) {
    const entry = table + PARTS + PART_BYTES * part;
    const count = words[index(entry + COUNT)];
    let segment = words[index(entry + SEGMENTS)] >>> 0;
    let at = starts[part];
    let end = 0;
    for (let i = 0; i < count; i++, segment += SEGMENT_BYTES) {
      if (Atomics.load(words, index(table + NEXT)) >= STOPPED) {
        return false;
      }
      const place = words[index(segment + PLACE)];
      const size = words[index(segment + BYTES)];
      bytes.copyWithin(buffer, buffer + end - place, buffer + end);
      if (!read(at, place, size, sums[part][i])) {
        return false;
      }
      words[index(control + END)] = words[index(segment + SEGMENT_END)];
      words[index(control + NOT_FINITE)] = 0;
      run(control, words[index(segment + FIRST)], 0, 1);
      if (words[index(control + NOT_FINITE)] !== 0) {
        return false;
      }
      end = place + size;
      at += size;
      Atomics.add(words, index(table + LOADED), size);
      if (breathe !== undefined && performance.now() - breathed > MOST_MILLISECONDS) {
        await breathe();
        breathed = performance.now();
      }
    }
    return true;
  }

  let breathed = performance.now();
  try {
    for (let part; (part = Atomics.add(words, index(table + NEXT), 1)) < starts.length;) {
      if (await load(part)) {
        Atomics.store(words, index(table + PARTS + PART_BYTES * part + DONE), 1);
      }
    }
  } finally {
    access.close();
  }
}
