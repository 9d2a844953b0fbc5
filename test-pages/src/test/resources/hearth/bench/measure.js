import { run } from './pace.mjs';

/** Does what the page's address asks for with an engine, and reports what came of it. */
export async function measure(engine) {
  const query = new URLSearchParams(location.search);
  let report;
  try {
    report = await run(engine, query.get('model'), Number(query.get('threads')), JSON.parse(query.get('task')));
  } catch (failure) {
    report = { failure: String(failure?.message ?? failure) };
  }
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
}
