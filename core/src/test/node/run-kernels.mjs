// Runs emitted kernel modules over one WebAssembly memory for the tests on the JVM: commands come on standard input, a byte
// and its operands (little-endian i32), answers go to standard output. The argument is the number of threads; the words of
// the team (hearth.device.simd.kernel.Team) then lie at address 0 of a shared memory.
import fs from 'node:fs';
import { Worker, isMainThread, workerData, parentPort } from 'node:worker_threads';

const TEAM = 0, JOB = 0, ENTRY = 64, DONE = 128, SEEN = 256, NEXT_JOB = 256, LEAVE = -1;
const clock = () => performance.now();

if (isMainThread) {
  serve(Number(process.argv[2] ?? 1));
} else {
  follow(workerData);
}

function follow({ memory, worker }) {
  const words = new Int32Array(memory.buffer, TEAM, 2048);
  const entries = new Map();
  parentPort.on('message', ({ entry, module, drop }) => {
    if (module) entries.set(entry, new WebAssembly.Instance(module, { env: { memory, clock } }).exports.follow);
    entries.delete(drop);
    if (entries.size === 0) return;
    for (let [id, wait] = entries.entries().next().value; ; wait = entries.get(id)) {
      wait(TEAM, id, worker);
      id = words[ENTRY / 4];
      if (id === LEAVE) {
        words[(SEEN + 64 * worker) / 4] = Atomics.load(words, JOB / 4);
        Atomics.add(words, DONE / 4, 1);
        return;
      }
    }
  });
}

function serve(threads) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: threads > 1 });
  const words = new Int32Array(memory.buffer, TEAM, 256);
  const entries = [];
  let open = 0;
  const followers = [];
  for (let worker = 1; worker < threads; worker++) {
    followers.push(new Worker(new URL(import.meta.url), { workerData: { memory, worker } }));
  }
  function tell(message) {
    if (open > 0) { // they wait in a module: call them out
      words[ENTRY / 4] = LEAVE;
      Atomics.store(words, DONE / 4, 0);
      Atomics.store(words, JOB / 4, (words[JOB / 4] & -NEXT_JOB) + NEXT_JOB + threads);
      Atomics.notify(words, JOB / 4);
      while (Atomics.load(words, DONE / 4) !== threads - 1);
    }
    for (const follower of followers) follower.postMessage(message);
  }

  const commands = {
    V() { // validate: length, module
      writeInt(WebAssembly.validate(read(readInt())) ? 1 : 0);
    },
    I() { // instantiate: length, module; answers its number
      const module = new WebAssembly.Module(read(readInt()));
      const entry = entries.push(new WebAssembly.Instance(module, { env: { memory, clock } }).exports) - 1;
      if (threads > 1) tell({ entry, module });
      open++;
      writeInt(entry);
    },
    D() { // drop: entry
      const entry = readInt();
      entries[entry] = null;
      if (threads > 1) tell({ drop: entry });
      open--;
    },
    G() { // grow: to so many pages
      const pages = readInt();
      const now = memory.buffer.byteLength / 65536;
      if (pages > now) memory.grow(pages - now);
    },
    W() { // write: address, length, bytes
      const address = readInt() >>> 0;
      new Uint8Array(memory.buffer).set(read(readInt()), address);
    },
    R() { // read: address, length
      const address = readInt() >>> 0;
      write(Uint8Array.from(new Uint8Array(memory.buffer, address, readInt())));
    },
    X() { // run: entry, control, program, workers
      const entry = readInt();
      const control = readInt();
      const program = readInt();
      const workers = readInt();
      if (workers > 1) entries[entry].lead(TEAM, entry, control, program, workers);
      else entries[entry].run(control, program, 0, 1);
      writeInt(0);
    },
  };
  for (;;) commands[String.fromCharCode(read(1)[0])]();
}

function read(count) {
  const bytes = Buffer.alloc(count);
  for (let at = 0; at < count;) {
    let got = 0;
    try {
      got = fs.readSync(0, bytes, at, count - at, null);
    } catch (e) {
      if (e.code === 'EAGAIN') continue;
      throw e;
    }
    if (got === 0) process.exit(0);
    at += got;
  }
  return bytes;
}

function readInt() {
  return read(4).readInt32LE(0);
}

function write(bytes) {
  for (let at = 0; at < bytes.length;) at += fs.writeSync(1, bytes, at);
}

function writeInt(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  write(bytes);
}
