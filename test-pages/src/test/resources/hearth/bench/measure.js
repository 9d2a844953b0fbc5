import { run } from './pace.mjs';

/**
 * Does what the page's address asks for with an engine, and reports what came of it.
 *
 * @param engine as pace.mjs takes it; engine.transferMs(), where there is one, how long the model's bytes took to arrive
 */
export async function measure(engine) {
  const query = new URLSearchParams(location.search);
  const longestTask = watchMainThread();
  let report, longTaskMs = 0;
  const watched = { ...engine, load: async (...model) => { await engine.load(...model); longTaskMs = longestTask(); } };
  try {
    report = await run(watched, query.get('model'), Number(query.get('threads')), JSON.parse(query.get('task')));
    report = { ...report, longTaskMs, transferMs: engine.transferMs?.() ?? 0 };
  } catch (failure) {
    report = { failure: String(failure?.message ?? failure) };
  }
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
}

/** Returns what tells the longest task of the main thread so far, in milliseconds; browsers count from 50 on, 0 stands for less. */
function watchMainThread() {
  let longest = 0;
  const note = entries => entries.forEach(entry => { longest = Math.max(longest, entry.duration); });
  const observer = new PerformanceObserver(list => note(list.getEntries()));
  observer.observe({ type: 'longtask', buffered: true });
  return () => {
    note(observer.takeRecords());
    return longest;
  };
}
