import { Wllama, LoggerWithoutDebug } from '/wllama/index.js';
import { measure } from './measure.js';

const wllama = new Wllama({ default: '/wllama/wasm/wllama.wasm' }, { logger: LoggerWithoutDebug, suppressNativeLog: true });
await measure({
  // One request at a time needs one sequence's state, not the four that are its default.
  load: (url, threads, { context }) => wllama.loadModelFromUrl(url, { n_threads: threads, n_gpu_layers: 0, n_ctx: context, n_parallel: 1 }),
  async complete(prompt, tokens, onPiece) {
    let timings;
    const stream = await wllama.createCompletion({ prompt, max_tokens: tokens, temperature: 0, ignore_eos: true, cache_prompt: false, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.text) onPiece(chunk.choices[0].text);
      timings = chunk.timings ?? timings;
    }
    return { read: timings.prompt_n, written: timings.predicted_n };
  },
});
