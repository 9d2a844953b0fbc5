import { run } from './pace.mjs';

/**
 * Does what the page's address asks for with an engine, and reports what came of it.
 *
 * @param engine as pace.mjs takes it; engine.transfer(), where there is one, tells { from, to }: when the model's first byte arrived, and its last
 */
export async function measure(engine) {
  const query = new URLSearchParams(location.search);
  const longTasks = watchMainThread();
  let report;
  try {
    report = await run(engine, query.get('model'), Number(query.get('threads')), JSON.parse(query.get('task')));
    const { from, to } = engine.transfer?.() ?? { from: 0, to: 0 };
    const meanwhile = longTasks().filter(task => task.startTime < to && task.startTime + task.duration > from);
    report = { ...report, transferMs: to - from, longTaskMs: Math.max(0, ...meanwhile.map(task => task.duration)) };
  } catch (failure) {
    report = { failure: String(failure?.message ?? failure) };
  }
  await fetch('/report', { method: 'POST', body: JSON.stringify(report) });
}

/** Returns what tells the main thread's tasks of 50 ms and more so far: browsers name no others. */
function watchMainThread() {
  const tasks = [];
  const observer = new PerformanceObserver(list => tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask', buffered: true });
  return () => [...tasks, ...observer.takeRecords()];
}
