// Runs emitted kernel modules over one WebAssembly memory for the tests on the JVM: commands come on standard input, a byte
// and its operands (little-endian i32), answers go to standard output. Start node with --experimental-wasm-relaxed-simd.
import fs from 'node:fs';

const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
const entries = [];

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
const readInt = () => read(4).readInt32LE(0);
function write(bytes) {
  for (let at = 0; at < bytes.length;) at += fs.writeSync(1, bytes, at);
}
function writeInt(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  write(bytes);
}

for (;;) {
  switch (String.fromCharCode(read(1)[0])) {
    case 'V': // validate: length, module
      writeInt(WebAssembly.validate(read(readInt())) ? 1 : 0);
      break;
    case 'I': { // instantiate: length, module; answers its number
      const module = new WebAssembly.Module(read(readInt()));
      writeInt(entries.push(new WebAssembly.Instance(module, { env: { memory } }).exports.run) - 1);
      break;
    }
    case 'G': { // grow: to so many pages
      const pages = readInt();
      const now = memory.buffer.byteLength / 65536;
      if (pages > now) memory.grow(pages - now);
      break;
    }
    case 'W': { // write: address, length, bytes
      const address = readInt() >>> 0;
      new Uint8Array(memory.buffer).set(read(readInt()), address);
      break;
    }
    case 'R': { // read: address, length
      const address = readInt() >>> 0;
      write(new Uint8Array(memory.buffer, address, readInt()));
      break;
    }
    case 'X': // run: entry, control, program, worker, workers
      entries[readInt()](readInt(), readInt(), readInt(), readInt());
      writeInt(0);
      break;
    default:
      process.exit(1);
  }
}
