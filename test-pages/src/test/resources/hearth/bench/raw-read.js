// How long it takes a worker that does nothing else to read the chunks that Hearth has stored: the limit of a load from the device.
// ?ahead=N  chunks whose reading has begun at a time, 2 unless given
const worker = new Worker(new URL('raw-read-worker.js' + location.search, import.meta.url), { type: 'module' });
const report = await new Promise(resolve => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => resolve({ failure: message });
});
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
