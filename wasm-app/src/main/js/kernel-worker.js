// A thread that follows the engine's in running kernels (hearth.web.platform.KernelTeam leads it): it receives modules by
// message, answers each message, and when told to enter sleeps in WebAssembly until there is a job or it is called out.
// It can also load parts of a file, and answers when none is left.
import { readParts } from './part-reader.js';

const JOB = 0;
const ENTRY = 64;
const DONE = 128;
const SEEN = 256;
const SEEN_STRIDE = 64;
const LEAVE = -1;
const PAGE = 4096;
const SLICE = 16 << 20;

let memory;
let team;     // address of the team's words, see hearth.device.simd.kernel.Team
let worker;   // this thread's number, from 1
const entries = new Map();
let touching; // what is being touched, until there are parts to load

onmessage = ({ data }) => {
  if (data.memory) {
    ({ memory, team, worker } = data);
  }
  if (data.module) {
    entries.set(data.entry, new WebAssembly.Instance(data.module, { env: { memory, clock: () => performance.now() } }).exports.follow);
  }
  entries.delete(data.drop);
  if (data.enter) {
    follow();
  } else if (data.touch) {
    touch(data.touch).then(() => postMessage({}));
  } else if (data.file) {
    touching = undefined;
    readParts({ memory, ...data }).then(() => postMessage({ read: true }), (error) => postMessage({ read: true, error: `${error}` }));
  } else {
    postMessage({});
  }
};

function follow() {
  const words = new Int32Array(memory.buffer, team, (SEEN + SEEN_STRIDE * (worker + 1)) / 4);
  let [entry] = entries.keys();
  for (;;) {
    entries.get(entry)(team, entry, worker);
    entry = words[ENTRY / 4];
    if (entry === LEAVE) {
      words[(SEEN + SEEN_STRIDE * worker) / 4] = Atomics.load(words, JOB / 4);
      Atomics.add(words, DONE / 4, 1);
      return;
    }
  }
}

// Makes the system provide a share of the memory from `from` on: a slice, then every `shares`-th after it. Adding zero at once leaves what
// others write there meanwhile.
async function touch({ from, bytes, share, shares }) {
  const mine = touching = {};
  const words = new Int32Array(memory.buffer);
  for (let at = share * SLICE; at < bytes && touching === mine; at += shares * SLICE) {
    for (let page = at; page < Math.min(at + SLICE, bytes); page += PAGE) {
      Atomics.add(words, (from + page) >>> 2, 0);
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
}
