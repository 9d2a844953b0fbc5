// The engine's worker: makes the memory in which models live, starts the engine (Java, compiled to WebAssembly) over it,
// and keeps messages until the engine listens.
import { load } from './runtime.js';
import { readParts } from './part-reader.js';

const PAGE = 65536;
const JAVA_HEAP = 1 << 20;   // below lies the compiled program's data, above its buffers ...
const MODELS = 2 << 20;      // ... and from here on everything is the models'
const MOST_PAGES = [65536, 49152, 32768, 16384, 8192];   // a browser may refuse to reserve the larger ones

const turns = new MessageChannel();   // a way to hear messages and go on at once
const early = [];
let receive = (message) => early.push(message);
onmessage = (event) => receive(event.data);

start().catch((error) => {
  const missing = typeof WebAssembly !== 'object' || error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError;
  const body = JSON.stringify({
    code: error.code ?? (missing ? 'unsupported' : 'internal'),
    message: `The engine did not start: ${error.message}`,
    hint: missing ? 'Use a newer version of the browser.' : 'Reload the page.',
  });
  receive = ({ id }) => postMessage({ id, event: 'error', body });
  early.splice(0).forEach(receive);
});

async function start() {
  const shared = self.crossOriginIsolated === true;
  const { memory, maximum } = reserve(shared);
  globalThis.hearthHost = {
    memory,
    shared,
    models: MODELS,
    limit: (maximum - 1) * PAGE,   // the last page stays free, so that an end address is never 2^32
    startFollower: () => new Worker(new URL('./kernel-worker.js', import.meta.url), { type: 'module', name: 'hearth kernels' }),
    readParts(job, progress) {
      return readParts({ memory, ...job }, () => {
        progress();
        return new Promise((resolve) => {
          turns.port1.onmessage = resolve;
          turns.port2.postMessage(0);
        });
      });
    },
    listen(handler) {
      receive = handler;
      early.splice(0).forEach(handler);
    },
  };
  const engine = await load(await bytes(shared ? 'engine.wasm' : 'engine-single.wasm'), {
    memory: { external: memory, maxSize: MODELS },
    installImports(imports) {
      imports.teavmMemory.heapOffset = new WebAssembly.Global({ value: 'i32', mutable: false }, JAVA_HEAP);
    },
  });
  engine.exports.main([]);
}

function reserve(shared) {
  for (const maximum of MOST_PAGES) {
    try {
      return { memory: new WebAssembly.Memory({ initial: MODELS / PAGE, maximum, shared }), maximum };
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
    }
  }
  throw Object.assign(new Error('the browser grants no memory'), { code: 'out-of-memory' });
}

async function bytes(file) {
  const response = await fetch(new URL(file, import.meta.url));
  if (!response.ok) {
    throw Object.assign(new Error(`${file} answers ${response.status}`), { code: 'network' });
  }
  return response.arrayBuffer();
}
