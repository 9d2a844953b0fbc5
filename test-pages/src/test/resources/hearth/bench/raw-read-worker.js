// Reads every chunk of every file in Hearth's database once, in order, and copies the bytes into WebAssembly memory, which is where a model
// needs them. Reports { rawReadMs, bytes, chunks }.
const BUFFER = 1 << 18;
const ahead = Number(new URL(import.meta.url).searchParams.get('ahead') ?? 2);
const target = new Uint8Array(new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true }).buffer, 0, BUFFER);
const spare = [];
// Chromium collects a blob's stream as garbage while its bytes are awaited, unless something reaches it.
const awaited = new Set();

const answer = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function begin(store, key) {
  const value = await answer(store().get(key));
  if (!(value instanceof Blob)) {
    return { array: value };
  }
  const reader = value.stream().getReader({ mode: 'byob' });
  awaited.add(reader);
  return { reader, first: reader.read(new Uint8Array(spare.pop() ?? new ArrayBuffer(BUFFER))) };
}

async function copy({ array, reader, first }) {
  if (array) {
    for (let at = 0; at < array.length; at += BUFFER) target.set(array.subarray(at, at + BUFFER));
    return array.length;
  }
  let bytes = 0;
  for (let read = await first; ; read = await reader.read(new Uint8Array(read.value.buffer))) {
    if (read.done) {
      if (read.value) spare.push(read.value.buffer);
      awaited.delete(reader);
      return bytes;
    }
    target.set(read.value);
    bytes += read.value.length;
  }
}

try {
  const database = await answer(indexedDB.open('hearth'));
  const store = () => database.transaction('chunks').objectStore('chunks');
  const keys = await answer(store().getAllKeys());
  let bytes = 0;
  const begun = performance.now();
  const coming = keys.splice(0, ahead).map(key => begin(store, key));
  const chunks = coming.length + keys.length;
  while (coming.length > 0) {
    const chunk = await coming.shift();
    if (keys.length > 0) coming.push(begin(store, keys.shift()));
    bytes += await copy(chunk);
  }
  postMessage({ rawReadMs: performance.now() - begun, bytes, chunks });
} catch (failure) {
  postMessage({ failure: String(failure) });
}
