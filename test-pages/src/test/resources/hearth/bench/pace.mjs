// One engine, one model, one run: how long loading takes, then the pace of reading prompts and of writing after some, all by one clock.

/**
 * @param engine.load (model, threads, task): the model is ready when it resolves
 * @param engine.complete (prompt, tokens, onPiece): writes the likeliest tokens, computing the whole prompt; onPiece(text) as they come;
 *   resolves with { read, written }: how many tokens were read and written
 * @param engine.profile (prompt, tokens): the same under the engine's own profiler; resolves with what that says
 * @param task { context, warmUp, reading: [prompt], writing: [prompt], tokens, profiled: prompt, kept }: tokens to write after each prompt of
 *   writing; without warmUp the model is only loaded, without profiled there is no profile; kept: whether the engine may store the model
 */
export async function run(engine, model, threads, task) {
  const opened = performance.now();
  await engine.load(model, threads, task);
  const report = { loadMs: performance.now() - opened, readings: [], writings: [] };
  if (task.warmUp) await engine.complete(task.warmUp, 4, () => {});
  for (const prompt of task.reading) report.readings.push(await read(engine, prompt));
  for (const prompt of task.writing) report.writings.push(await write(engine, prompt, task.tokens));
  if (task.profiled) report.profile = await engine.profile(task.profiled, task.tokens);
  return report;
}

/** The first new token comes out of reading the prompt. */
async function read(engine, prompt) {
  const asked = performance.now();
  const { read } = await engine.complete(prompt, 1, () => {});
  return { read, ms: performance.now() - asked };
}

async function write(engine, prompt, tokens) {
  let first = 0, last = 0, text = '';
  const { read, written } = await engine.complete(prompt, tokens, piece => {
    last = performance.now();
    first ||= last;
    text += piece;
  });
  return { read, written, ms: last - first, text };
}
