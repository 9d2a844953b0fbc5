// Splits a GGUF file as llama-gguf-split does: node split-gguf.mjs FILE PREFIX PARTS [--no-tensor-first]
// writes PREFIX-00001-of-0000N.gguf and so on. The first part has all metadata, each some of the tensors.
import { readFileSync, writeFileSync } from 'node:fs';

const [file, prefix, count] = process.argv.slice(2);
const parts = Number(count);
const metadataFirst = process.argv.includes('--no-tensor-first');
const bytes = readFileSync(file);
const ALIGNMENT = 32;
const SIZES = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };

let at = 8;
const u32 = () => { at += 4; return bytes.readUInt32LE(at - 4); };
const u64 = () => { at += 8; return Number(bytes.readBigUInt64LE(at - 8)); };
const text = () => { const length = u64(); at += length; return bytes.toString('utf8', at - length, at); };

function skipValue(type) {
  if (type === 8) {
    text();
  } else if (type === 9) {
    const element = u32();
    const length = u64();
    if (element === 8) for (let i = 0; i < length; i++) text();
    else at += SIZES[element] * length;
  } else {
    at += SIZES[type];
  }
}

const tensorCount = u64();
const entryCount = u64();
const metadataStart = at;
for (let i = 0; i < entryCount; i++) {
  text();
  skipValue(u32());
}
const metadata = bytes.subarray(metadataStart, at);
const tensors = [];
for (let i = 0; i < tensorCount; i++) {
  const name = text();
  const shape = Array.from({ length: u32() }, u64);
  tensors.push({ name, shape, type: u32(), offset: u64() });
}
const dataStart = Math.ceil(at / ALIGNMENT) * ALIGNMENT;
const ends = tensors.map((tensor) => tensor.offset).concat(bytes.length - dataStart).sort((a, b) => a - b);
for (const tensor of tensors) {
  tensor.data = bytes.subarray(dataStart + tensor.offset, dataStart + ends[ends.indexOf(tensor.offset) + 1]);
}

const int = (value, width) => {
  const out = Buffer.alloc(width);
  if (width === 8) out.writeBigUInt64LE(BigInt(value)); else out.writeUIntLE(value, 0, width);
  return out;
};
const string = (value) => Buffer.concat([int(Buffer.byteLength(value), 8), Buffer.from(value)]);
const padding = (length) => Buffer.alloc((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT);

const share = Math.ceil(tensorCount / (metadataFirst ? parts - 1 : parts));
for (let part = 0; part < parts; part++) {
  const first = (metadataFirst ? part - 1 : part) * share;
  const own = first < 0 ? [] : tensors.slice(first, first + share);
  const entries = Buffer.concat([
    part === 0 ? metadata : Buffer.alloc(0),
    string('split.no'), int(2, 4), int(part, 2), string('split.count'), int(2, 4), int(parts, 2),
    string('split.tensors.count'), int(5, 4), int(tensorCount, 4),
  ]);
  const infos = [];
  const data = [];
  let offset = 0;
  for (const tensor of own) {
    infos.push(string(tensor.name), int(tensor.shape.length, 4), ...tensor.shape.map((size) => int(size, 8)), int(tensor.type, 4), int(offset, 8));
    data.push(tensor.data, padding(tensor.data.length));
    offset += tensor.data.length + padding(tensor.data.length).length;
  }
  const head = Buffer.concat([Buffer.from('GGUF'), int(3, 4), int(own.length, 8), int(part === 0 ? entryCount + 3 : 3, 8), entries, ...infos]);
  const number = (value) => String(value).padStart(5, '0');
  writeFileSync(`${prefix}-${number(part + 1)}-of-${number(parts)}.gguf`, Buffer.concat([head, padding(head.length), ...data]));
}
