// Visitors' pages without a network: the network first, what was kept when it does not answer. Nothing of the bench's own
// words (`/api/`) is ever kept: what a page shows of the bench is told by the bench.
const store = "labo-visit";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || pathname.startsWith("/api/")) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(store);
  // One frame serves every page of its kind; files are named by their content.
  const key = request.mode === "navigate" ? "/q/" : new URL(request.url).pathname;
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(key, fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept === undefined) throw error;
    return kept;
  }
}
