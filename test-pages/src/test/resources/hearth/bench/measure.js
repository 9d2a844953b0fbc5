// One engine, one model, one run: how long loading takes, then the pace of reading a prompt and of writing after one, all by the page's clock.

/**
 * @param engine.load (url, threads): the model is ready when it resolves
 * @param engine.complete (prompt, tokens, onPiece): writes the likeliest tokens, computing the whole prompt; onPiece(text) as they come;
 *   resolves with { read, written, ownPrefill, ownDecode }: how many tokens were read and written, and the engine's own word on its pace
 */
export async function measure(engine) {
  const query = new URLSearchParams(location.search);
  let report;
  try {
    const opened = performance.now();
    await engine.load(query.get('model'), Number(query.get('threads')));
    report = { loadMs: performance.now() - opened };
    if (query.has('written')) Object.assign(report, await pace(engine, query));
  } catch (failure) {
    report = { failure: String(failure?.message ?? failure) };
  }
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
}

async function pace(engine, query) {
  await engine.complete(query.get('warm-up'), 4, () => {});
  // The first new token comes out of reading the prompt.
  const asked = performance.now();
  const reading = await engine.complete(query.get('long'), 1, () => {});
  const prefillMs = performance.now() - asked;

  let first = 0, last = 0, pieces = 0, text = '';
  const writing = await engine.complete(query.get('short'), Number(query.get('written')), piece => {
    last = performance.now();
    first ||= last;
    pieces++;
    text += piece;
  });
  return {
    read: reading.read, written: writing.written, pieces, text,
    prefillPerSecond: 1000 * reading.read / prefillMs,
    decodePerSecond: 1000 * (writing.written - 1) / (last - first),
    ownPrefill: reading.ownPrefill, ownDecode: writing.ownDecode,
  };
}
