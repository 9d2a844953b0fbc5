import { Hearth } from '/hearth.js';
import { measure } from './measure.js';

let model;
await measure({
  async load(url, threads) {
    const runtime = await Hearth.create({ threads });
    model = await runtime.load(url, { contextLength: 2048 });
  },
  async complete(prompt, tokens, onPiece) {
    let usage, timings;
    const stream = await model.completions.create({ prompt, max_tokens: tokens, temperature: 0, stream: true, stream_options: { include_usage: true } });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.text) onPiece(chunk.choices[0].text);
      usage = chunk.usage ?? usage;
      timings = chunk.timings ?? timings;
    }
    return { read: usage.prompt_tokens - (usage.prompt_tokens_details?.cached_tokens ?? 0), written: usage.completion_tokens,
      ownPrefill: timings?.prefill_per_second, ownDecode: timings?.decode_per_second };
  },
});
