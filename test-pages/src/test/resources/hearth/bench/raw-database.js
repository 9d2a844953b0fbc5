// How fast this browser reads chunks of a file from IndexedDB, and nothing else. They are put there first, as blobs and as arrays.
const CHUNK = 4 << 20, CHUNKS = 64, AHEAD = 2, BUFFER = 1 << 18;
const file = new URLSearchParams(location.search).get('file');

/** Every way takes what was stored of a chunk to the number of its bytes. */
const ways = {
  arrays: async array => array.byteLength,
  blobs: async blob => (await blob.arrayBuffer()).byteLength,
  async streams(blob) {
    const reader = blob.stream().getReader({ mode: 'byob' });
    awaited.add(reader);
    let buffer = spare.pop() ?? new ArrayBuffer(BUFFER), bytes = 0;
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      buffer = value.buffer;
      bytes += value.byteLength;
      if (done) break;
    }
    spare.push(buffer);
    awaited.delete(reader);
    return bytes;
  },
};
const spare = [];
// Chromium collects a blob's stream as garbage while its bytes are awaited, unless something reaches it.
const awaited = new Set();

const answer = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  const request = indexedDB.open('raw');
  request.onupgradeneeded = () => { for (const store of ['arrays', 'blobs']) request.result.createObjectStore(store); };
  return answer(request);
}

async function fill(database) {
  for (let i = 0; i < CHUNKS; i++) {
    const answered = await fetch(file, { headers: { Range: `bytes=${i * CHUNK}-${(i + 1) * CHUNK - 1}` } });
    const bytes = new Uint8Array(await answered.arrayBuffer());
    await answer(database.transaction('arrays', 'readwrite').objectStore('arrays').put(bytes, i));
    await answer(database.transaction('blobs', 'readwrite').objectStore('blobs').put(new Blob([bytes]), i));
  }
}

/** Reads all chunks in order, some of them at once. */
async function read(database, way) {
  const store = way === 'arrays' ? 'arrays' : 'blobs';
  const started = performance.now();
  let next = 0, bytes = 0;
  const some = async () => {
    while (next < CHUNKS) {
      const chunk = await answer(database.transaction(store).objectStore(store).get(next++));
      const length = await ways[way](chunk);
      bytes += length;
    }
  };
  await Promise.all(Array.from({ length: AHEAD }, some));
  return { bytes, ms: performance.now() - started };
}

let report;
try {
  const database = await open();
  await fill(database);
  report = { ways: {} };
  for (const way of Object.keys(ways)) report.ways[way] = await read(database, way);
} catch (failure) {
  report = { failure: String(failure) };
}
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
