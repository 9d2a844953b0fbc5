// Reads its part of a shared memory, as a plain loop of v128.load and i64x2.add over one or several streams.
import { readLoop } from './read-loop-module.mjs';

const PIECE = 1 << 20, WARM_UP = 1 << 12;
const loops = {};
let memory;

onmessage = async ({ data }) => {
  if (data.memory) {
    memory = data.memory;
    for (const streams of [1, 2, 4]) {
      const { instance } = await WebAssembly.instantiate(readLoop(streams), { host: { memory } });
      loops[streams] = instance.exports.read;
      // The optimising compiler replaces a function that was called often, from the next call on.
      for (let i = 0; i < 5000; i++) loops[streams](data.from, WARM_UP);
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  } else {
    const { streams, passes, from, bytes } = data;
    for (let pass = 0; pass < passes; pass++) {
      for (let at = 0; at < bytes; at += PIECE) loops[streams](from + at, PIECE);
    }
  }
  postMessage('done');
};
