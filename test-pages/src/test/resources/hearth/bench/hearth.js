import { Hearth } from '/hearth.js';
import { measure } from './measure.js';

const greedy = (prompt, tokens) => ({ prompt, max_tokens: tokens, temperature: 0 });
let model, from = 0, to = 0;
await measure({
  async load(url, threads, task) {
    const runtime = await Hearth.create({ threads });
    const onProgress = ({ phase }) => {
      if (phase !== 'download' && phase !== 'load') return;
      to = performance.now();
      from ||= to;
    };
    model = await runtime.load(url, { contextLength: task.context, keep: task.kept, onProgress });
  },
  transfer: () => ({ from, to }),
  async complete(prompt, tokens, onPiece) {
    let usage;
    const stream = await model.completions.create({ ...greedy(prompt, tokens), stream: true, stream_options: { include_usage: true } });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.text) onPiece(chunk.choices[0].text);
      usage = chunk.usage ?? usage;
    }
    return { read: usage.prompt_tokens - (usage.prompt_tokens_details?.cached_tokens ?? 0), written: usage.completion_tokens };
  },
  async profile(prompt, tokens) {
    return (await model.completions.create({ ...greedy(prompt, tokens), profile: true })).timings.profile;
  },
});
