// Gives the page at the door and its files without a network. With one, the page is always the server's own.
const kept = "expo-door-1";
const page = "/door";
const patience = 5_000;

interface Extendable extends Event { waitUntil(done: Promise<unknown>): void }
interface Fetching extends Extendable { request: Request; respondWith(answer: Promise<Response>): void }
const worker = globalThis as unknown as { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> }; location: Location } & EventTarget;

worker.addEventListener("install", event => (event as Extendable).waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", event => (event as Extendable).waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", event => {
  const fetching = event as Fetching;
  const { request } = fetching;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && address.pathname === page) fetching.respondWith(pageOf(request));
  else if (address.pathname.startsWith("/dist/") || address.pathname.startsWith("/favicon")) fetching.respondWith(fileOf(request));
});

async function pageOf(request: Request): Promise<Response> {
  const fallback = await (await caches.open(kept)).match(page);
  if (!fallback) return await fetch(request);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience) });
    return answer.status >= 500 ? fallback : answer;
  } catch {
    return fallback;
  }
}

// Their names change with their content, so what is kept under a name is right.
async function fileOf(request: Request): Promise<Response> {
  return await (await caches.open(kept)).match(request.url) ?? await fetch(request);
}

export {};
