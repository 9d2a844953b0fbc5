// node llama.mjs MODEL THREADS TASK: native llama.cpp does what the engines' pages do; the report goes to the standard output.
import { getLlama } from 'node-llama-cpp';
import { run } from '../src/test/resources/hearth/bench/pace.mjs';

const [file, threads, task] = process.argv.slice(2);
const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: 'error' });
let model, sequence;
const report = await run({
  async load(file, threads, { context }) {
    model = await llama.loadModel({ modelPath: file, useMmap: false });
    sequence = (await model.createContext({ contextSize: context, batchSize: 512, threads, flashAttention: 'auto' })).getSequence();
  },
  async complete(prompt, tokens, onPiece) {
    const ids = model.tokenize(prompt);
    let written = 0;
    await sequence.clearHistory();
    for await (const token of sequence.evaluate(ids, { temperature: 0, yieldEogToken: true })) {
      onPiece(model.detokenize([token]));
      if (++written === tokens) break;
    }
    return { read: ids.length, written };
  },
}, file, Number(threads), JSON.parse(task));
process.stdout.write(JSON.stringify({ ...report, peakBytes: process.resourceUsage().maxRSS * 1024 }) + '\n');
process.exit(0);
