// Compiled, not run: real usage of the declarations that the package ships.
import { Hearth, HearthError } from '../../../../web/target/site/hearth.js';
import type { ChatCompletion, ChatChunk, Model, ModelRef, Profile, Progress, Runtime, StoredModel, Support } from '../../../../web/target/site/hearth.js';

const support: Support = await Hearth.support();
const runtime: Runtime = await Hearth.create({ device: 'cpu', threads: 'auto', hub: new URL('https://example.com') });
const references: ModelRef[] = ['hearth-tiny', new URL('https://example.com/a.gguf'), new Blob([]), { url: ['https://example.com/a'], sha256: ['00'], name: 'a' }];
const model: Model = await runtime.load(references[0]!, {
  contextLength: 2048, kvCache: 'q8', keep: true, offline: false, signal: new AbortController().signal,
  onProgress(p: Progress) { const part: number = p.loadedBytes / p.totalBytes; console.log(p.phase, part, p.secondsLeft, p.cached); },
});

const answer = await model.chat.completions.create({
  messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
  temperature: 0, top_p: 0.9, top_k: 20, min_p: 0.1, max_tokens: 20, stop: ['\n'], seed: 1, logit_bias: { 5: -100 }, logprobs: true, top_logprobs: 3, enable_thinking: false,
});
const whole: ChatCompletion = answer;
const text: string | null = whole.choices[0]!.message.content;
const cached: number = whole.usage.prompt_tokens_details.cached_tokens;
const speed: number = whole.timings.decode_per_second;

const measured = await model.chat.completions.create({ messages: [{ role: 'user', content: 'Hi' }], profile: true });
const profile: Profile | undefined = measured.timings.profile;
const slowest: string | undefined = profile?.decode.operations[0]?.operation;
const bandwidth: number | undefined = profile?.prefill.operations[0]?.gb_per_second;

const stream = await model.chat.completions.create({ messages: [{ role: 'user', content: 'Hi' }], stream: true });
for await (const chunk of stream) {
  const piece: ChatChunk = chunk;
  const delta: string | null | undefined = piece.choices[0]?.delta.content;
  console.log(delta);
}

const continued = await model.completions.create({ prompt: [1, 2, 3], max_tokens: 5 });
const tokens: number[] = continued.choices[0]!.tokens;
const ids: number[] = await model.tokenize('text', { special: true });
const back: string = await model.detokenize(ids);
const row: Float32Array = await model.logits(tokens);
const prompt: string = await model.renderChat({ messages: [{ role: 'user', content: 'Hi' }] });
const stored: StoredModel[] = await runtime.store.list();
const { usedBytes, quotaBytes, persisted } = await runtime.store.usage();
try {
  await model.unload();
} catch (error) {
  if (error instanceof HearthError) console.log(error.code, error.hint, error.cause);
}
// @ts-expect-error: a temperature is a number
await model.chat.completions.create({ messages: [], temperature: 'hot' });
console.log(support, slowest, bandwidth, text, cached, speed, back, row.length, prompt, stored, usedBytes, quotaBytes, persisted, runtime.device.threads, model.info.contextLength, model.info.kvCache, model.info.notices);
