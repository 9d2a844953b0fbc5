// Keeps the site for use without a network. The build fills in the list of files and a hash over their contents:
// another hash is another cache, so that files of two versions never meet. Models are not kept here (the model store
// has them), and nothing of another origin ever is.
const HASH = '@hash@';
const FILES = ['@files@'];

const PREFIX = 'hearth-site-';
const CACHE = PREFIX + HASH;
const ROOT = new URL('./', self.location.href);
const KEPT = new Set(FILES.map((file) => new URL(file, ROOT).href));

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOtherVersions());
});

// The page asks for the change to a new version when nothing can be lost by it.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET') return;
  const url = new URL(event.request.url);
  url.search = '';
  url.hash = '';
  if (url.href === ROOT.href) url.pathname += 'index.html';
  if (KEPT.has(url.href)) event.respondWith(answer(url.href, event.request));
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all([...KEPT].map(async (url) => {
    // 'no-cache': the browser's own cache may still hold files of the version before.
    const response = await fetch(url, { cache: 'no-cache' });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    await cache.put(url, copy(response));
  }));
}

// A copy may answer a navigation even where the host redirected the request. The two headers isolate the page from other
// origins, without which threads share no memory; a host that sends them itself sends the same.
function copy(response) {
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  return new Response(response.body, { status: 200, headers });
}

async function removeOtherVersions() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
}

async function answer(url, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}
