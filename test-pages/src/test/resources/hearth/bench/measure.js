// One engine, one model, one run: how long loading takes, then the pace of reading a prompt and of writing after it, all by the same clock.
const WARM_UP = 'a stove is warm ';
const PROMPT = 'What would you like to read by the fire tonight, and why? '.repeat(2);

/**
 * @param engine.load (url, threads): the model is ready when it resolves
 * @param engine.complete (prompt, tokens, onPiece): resolves with how many tokens were read and written
 */
export async function measure(engine) {
  const query = new URLSearchParams(location.search);
  const tokens = Number(query.get('tokens'));
  let report;
  try {
    const opened = performance.now();
    await engine.load(query.get('model'), Number(query.get('threads')));
    report = { loadMs: performance.now() - opened };
    if (tokens > 0) {
      await engine.complete(WARM_UP, 4, () => {});
      let first = 0, last = 0, pieces = 0;
      const asked = performance.now();
      const counts = await engine.complete(PROMPT, tokens, () => { last = performance.now(); first ||= last; pieces++; });
      // The first token comes out of reading the prompt.
      Object.assign(report, counts, { pieces, prefillPerSecond: 1000 * counts.read / (first - asked),
        decodePerSecond: 1000 * (counts.written - 1) / (last - first) });
    }
  } catch (failure) {
    report = { failure: String(failure?.message ?? failure) };
  }
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
}
