// How fast this browser reads memory with 16-byte loads and nothing else: what decoding cannot surpass.
const PAGES = 16384, TIMES = 3, PASSES = 2;
const threads = Number(new URLSearchParams(location.search).get('threads'));
const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
const bytes = memory.buffer.byteLength;
// Memory that was never written is one page of zeros, which the caches hold.
new Uint32Array(memory.buffer).fill(0x01234567);
const workers = Array.from({ length: threads }, () => new Worker('read-loop-worker.js', { type: 'module' }));

/** Every worker does its part of the work; resolves when all have done it. */
const all = message => Promise.all(workers.map((worker, i) => new Promise((resolve, reject) => {
  worker.onmessage = resolve;
  worker.onerror = failure => reject(failure.message);
  worker.postMessage({ ...message, from: bytes / threads * i, bytes: bytes / threads });
})));

let report;
try {
  await all({ memory });
  const pace = {};
  for (const streams of [1, 2, 4]) {
    pace[streams] = 0;
    for (let i = 0; i < TIMES; i++) {
      const started = performance.now();
      await all({ streams, passes: PASSES });
      pace[streams] = Math.max(pace[streams], bytes * PASSES / (performance.now() - started) / 1e6);
    }
  }
  report = { pace };
} catch (failure) {
  report = { failure: String(failure) };
}
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
