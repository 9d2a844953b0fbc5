import { Wllama, LoggerWithoutDebug } from '/wllama/index.js';
import { measure } from './measure.js';

const wllama = new Wllama({ default: '/wllama/wasm/wllama.wasm' }, { logger: LoggerWithoutDebug, suppressNativeLog: true });
await measure({
  load: (url, threads) => wllama.loadModelFromUrl(url, { n_threads: threads, n_gpu_layers: 0, n_ctx: 1024 }),
  async complete(prompt, tokens, onPiece) {
    let timings;
    const stream = await wllama.createCompletion({ prompt, max_tokens: tokens, temperature: 0, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.text) onPiece();
      timings = chunk.timings ?? timings;
    }
    return { read: timings.prompt_n + (timings.cache_n ?? 0), written: timings.predicted_n };
  },
});
