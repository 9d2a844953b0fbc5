// How fast this browser hands out what Hearth has stored, and nothing else: what a load on a later visit cannot surpass.
const TIMES = 3;

const answer = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const reply = (worker, message) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = reject;
  worker.postMessage(message);
});

/** The largest stored file, and how it is cut. */
async function stored() {
  const database = await answer(indexedDB.open('hearth'));
  const records = await answer(database.transaction('files').objectStore('files').getAll());
  database.close();
  const { place, chunkBytes } = records.sort((a, b) => b.bytes - a.bytes)[0];
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('hearth');
  return { file: await folder.getFileHandle(place), chunkBytes };
}

/** Reads all of it by some threads at once. */
async function read(workers, { file, chunkBytes }) {
  const started = performance.now();
  const read = await Promise.all(workers.map((worker, share) => reply(worker, { file, chunkBytes, share, shares: workers.length })));
  return { bytes: read.reduce((sum, bytes) => sum + bytes, 0), ms: performance.now() - started };
}

let report;
try {
  report = { ways: {} };
  const file = await stored();
  const workers = Array.from({ length: navigator.hardwareConcurrency }, () => new Worker('raw-read-worker.js'));
  // The first time workers also start.
  for (let time = 0; time < TIMES; time++) {
    for (let threads = 1; threads <= workers.length; threads *= 2) {
      report.ways[`${threads} threads, time ${time}`] = await read(workers.slice(0, threads), file);
    }
  }
} catch (failure) {
  report = { failure: String(failure) };
}
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
