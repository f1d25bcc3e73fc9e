// Asks the browser to keep a visitor's page for when there is no network. Browsers do it for secured pages whose
// certificate they trust, and for the computer itself; elsewhere nothing can be kept, and the page says so.

/** Where what is kept is found again; the worker knows it by this name. */
const store = "labo-visit";
const worker = "/visit-worker.js";

export type Keeping = "kept" | "not-secure" | "refused";

/** Keeps this page and all that it asked for. */
export async function keepPage(): Promise<Keeping> {
  if (!window.isSecureContext || !("serviceWorker" in navigator)) return "not-secure";
  try {
    await navigator.serviceWorker.register(worker, { scope: "/q/" });
    await navigator.serviceWorker.ready;
    const cache = await caches.open(store);
    // The worker was not there yet when the page was loaded: what it would have kept is asked for again, from the browser's
    // own cache. One frame serves every page of its kind.
    const files = performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && !/^\/(?:api|q)\//.test(pathname))
      .map(({ pathname }) => pathname);
    await cache.put("/q/", await fetch(location.pathname, { headers: { accept: "text/html" } }));
    await cache.addAll([...new Set(files)]);
    // What an earlier version of the page had is of no use any more.
    const wanted = new Set(["/q/", ...files]);
    for (const request of await cache.keys())
      if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
    return "kept";
  } catch {
    return "refused";
  }
}
