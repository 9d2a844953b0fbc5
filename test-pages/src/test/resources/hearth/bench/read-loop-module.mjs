// A WebAssembly module by hand: read(from, bytes) adds up a range of the memory, 256 bytes a step, and returns a part of the sum.
const I32 = 0x7f, I64 = 0x7e, V128 = 0x7b;
const STEP = 256, SUMS = 8;

const leb = value => value < 128 ? [value] : [value & 127 | 128, ...leb(value >>> 7)];
const signed = value => value >= -64 && value < 64 ? [value & 127] : [value & 127 | 128, ...signed(value >> 7)];
const list = items => [...leb(items.length), ...items.flat()];
const section = (id, content) => [id, ...leb(content.length), ...content];
const name = text => list([...text].map(letter => letter.charCodeAt(0)));

const get = local => [0x20, ...leb(local)];
const set = local => [0x21, ...leb(local)];
const i32 = value => [0x41, ...signed(value)];
const I32_ADD = [0x6a], I32_SUB = [0x6b], I32_MUL = [0x6c], I32_DIV = [0x6e];
const load = offset => [0xfd, 0x00, 4, ...leb(offset)];
const I64X2_ADD = [0xfd, ...leb(0xce)];
const I64X2_FIRST = [0xfd, 0x1d, 0];

/** The module's bytes. @param streams into how many parts, read in turn, a range is divided: a divisor of 16 */
export function readLoop(streams) {
  const FROM = 0, BYTES = 1, LEFT = 2, pointer = stream => 3 + stream, sum = i => 3 + streams + i % SUMS;
  const each = Array.from({ length: streams }, (_, stream) => stream);
  const loads = STEP / 16;
  const body = [
    ...each.flatMap(i => [...get(FROM), ...get(BYTES), ...i32(streams), ...I32_DIV, ...i32(i), ...I32_MUL, ...I32_ADD, ...set(pointer(i))]),
    ...get(BYTES), ...i32(STEP), ...I32_DIV, ...set(LEFT),
    0x03, 0x40,
    ...Array.from({ length: loads }, (_, i) => {
      const stream = i % streams, offset = Math.floor(i / streams) * 16;
      return [...get(sum(i)), ...get(pointer(stream)), ...load(offset), ...I64X2_ADD, ...set(sum(i))];
    }).flat(),
    ...each.flatMap(i => [...get(pointer(i)), ...i32(STEP / streams), ...I32_ADD, ...set(pointer(i))]),
    ...get(LEFT), ...i32(1), ...I32_SUB, 0x22, ...leb(LEFT), 0x0d, 0,
    0x0b,
    ...get(sum(0)), ...Array.from({ length: SUMS - 1 }, (_, i) => [...get(sum(i + 1)), ...I64X2_ADD]).flat(), ...I64X2_FIRST,
    0x0b,
  ];
  const locals = list([[...leb(1 + streams), I32], [...leb(SUMS), V128]]);
  const code = [...locals, ...body];
  const SHARED_WITH_MAXIMUM = 3;
  return new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, list([[0x60, ...list([[I32], [I32]]), ...list([[I64]])]])),
    ...section(2, list([[...name('host'), ...name('memory'), 2, SHARED_WITH_MAXIMUM, ...leb(1), ...leb(65536)]])),
    ...section(3, list([[0]])),
    ...section(7, list([[...name('read'), 0, 0]])),
    ...section(10, list([[...leb(code.length), ...code]]))]);
}
