// Fetches a file in one answer and lets go of its bytes as they come.
onmessage = async ({ data }) => {
  try {
    const started = performance.now();
    const reader = (await fetch(data, { cache: 'no-store' })).body.getReader();
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
    }
    postMessage({ bytes, ms: performance.now() - started });
  } catch (failure) {
    postMessage({ failure: String(failure) });
  }
};
