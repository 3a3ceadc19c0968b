// What makes this page work without a network, and what takes it away again: the service worker, its files and the database.
import { dropStore } from "./store";

export const cacheName = "expo-door-1";
const page = "/door";
const worker = "/dist/door-worker.js";

/** Null where this device can be prepared, else why not. */
export function whyNotPrepared(): string | null {
  return !window.isSecureContext ? "This needs an address that begins with https." : !("serviceWorker" in navigator) || !("caches" in window) ? "This browser cannot keep a page for later." : null;
}

/** Keeps the page and everything it has loaded, under the versions that belong together. */
export async function keepPage(): Promise<void> {
  await navigator.serviceWorker.register(worker, { scope: page });
  const fresh = await fetch(page, { cache: "no-store", credentials: "same-origin" });
  if (!fresh.ok || fresh.redirected) throw new Error("The page could not be read.");
  const html = await fresh.clone().text();
  const named = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("link[href], script[src]")].map(part => part.getAttribute("href") ?? part.getAttribute("src") ?? "");
  const loaded = performance.getEntriesByType("resource").map(entry => entry.name);
  const files = new Set([...named, ...loaded].map(file => new URL(file, location.href)).filter(isOwnFile).map(url => url.pathname));
  const cache = await caches.open(cacheName);
  for (const kept of await cache.keys()) if (![...files, page].includes(new URL(kept.url).pathname)) await cache.delete(kept);
  for (const file of files) if (!await cache.match(file)) await cache.add(file);
  await cache.put(page, fresh);
}

/** True when this device has kept the page. */
export async function hasPage(): Promise<boolean> { return "caches" in window && await caches.has(cacheName); }

/** Takes everything away that this page has kept: list, names, scans, files. */
export async function wipe(): Promise<void> {
  await dropStore();
  await forgetPage();
}

export async function forgetPage(): Promise<void> {
  if ("caches" in window) await caches.delete(cacheName);
  for (const one of await navigator.serviceWorker?.getRegistrations() ?? []) if (new URL(one.scope).pathname === page) await one.unregister();
}

function isOwnFile(url: URL): boolean { return url.origin === location.origin && (url.pathname.startsWith("/dist/") || url.pathname.startsWith("/favicon")) && url.pathname !== worker; }
