import { Hearth } from '/hearth.js';
import { measure } from './measure.js';

let model;
await measure({
  async load(url, threads) {
    const runtime = await Hearth.create({ threads });
    model = await runtime.load(url, { contextLength: 1024 });
  },
  async complete(prompt, tokens, onPiece) {
    let usage;
    const stream = await model.completions.create({ prompt, max_tokens: tokens, temperature: 0, stream: true, stream_options: { include_usage: true } });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.text) onPiece();
      usage = chunk.usage ?? usage;
    }
    return { read: usage.prompt_tokens, written: usage.completion_tokens };
  },
});
