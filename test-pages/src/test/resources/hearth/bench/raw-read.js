// How fast this browser hands out what Hearth has stored, and nothing else: what a load on a later visit cannot surpass.
const BUFFER = 1 << 20, JOINED = 16 << 20;

const size = chunk => chunk.size ?? chunk.byteLength;

/** Every way takes some chunks to the number of their bytes. */
const whole = async chunks => {
  let bytes = 0;
  for (const chunk of chunks) bytes += chunk.size === undefined ? chunk.byteLength : (await chunk.arrayBuffer()).byteLength;
  return bytes;
};
const streamed = async chunks => {
  if (chunks[0].size === undefined) return whole(chunks);
  const reader = (chunks.length === 1 ? chunks[0] : new Blob(chunks)).stream().getReader({ mode: 'byob' });
  awaited.add(reader);
  let buffer = spare.pop() ?? new ArrayBuffer(BUFFER), bytes = 0;
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(buffer), { min: BUFFER });
    buffer = value.buffer;
    bytes += value.byteLength;
    if (done) break;
  }
  spare.push(buffer);
  awaited.delete(reader);
  return bytes;
};
/** Chunks that become one stream, and how many streams at once. */
const ways = {
  whole: { take: whole, least: 1, atOnce: 2 },
  'one stream': { take: streamed, least: 1, atOnce: 1 },
  'two streams': { take: streamed, least: 1, atOnce: 2 },
  'four streams': { take: streamed, least: 1, atOnce: 4 },
  'two streams of joined chunks': { take: streamed, least: JOINED, atOnce: 2 },
  'four streams of joined chunks': { take: streamed, least: JOINED, atOnce: 4 },
};
const spare = [];
// Chromium collects a blob's stream as garbage while its bytes are awaited, unless something reaches it.
const awaited = new Set();

const answer = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const chunks = database => database.transaction('chunks').objectStore('chunks');

/** Reads all chunks in order, some of them at once. */
async function read({ take, least, atOnce }) {
  const started = performance.now();
  const database = await answer(indexedDB.open('hearth'));
  const keys = await answer(chunks(database).getAllKeys());
  let next = 0, bytes = 0;
  const one = async () => {
    while (next < keys.length) {
      const together = [];
      for (let sum = 0; sum < least && next < keys.length; sum += size(together.at(-1))) {
        const at = next++;
        together.push(await answer(chunks(database).get(keys[at])));
      }
      if (together.length > 0) bytes += await take(together);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  database.close();
  return { bytes, ms: performance.now() - started };
}

let report;
try {
  report = { ways: {} };
  for (const [name, way] of Object.entries(ways)) report.ways[name] = await read(way);
} catch (failure) {
  report = { failure: String(failure) };
}
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
