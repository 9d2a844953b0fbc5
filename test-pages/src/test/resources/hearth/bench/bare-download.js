// How fast this browser fetches a file in a worker, as Hearth does, and nothing else: what a first load cannot surpass.
const worker = new Worker('bare-download-worker.js', { type: 'module' });
const report = await new Promise(resolve => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = failure => resolve({ failure: failure.message });
  worker.postMessage(new URLSearchParams(location.search).get('file'));
});
await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
