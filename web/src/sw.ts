/// <reference lib="webworker" />
// Hand-written: an enrolled device starts and finishes a session with the server gone. Its second office: the session
// page and its workers get listed files only, from the cache where it holds them, never with a query, a body or a
// header of their own. The build fills in version and file list.
declare const self: ServiceWorkerGlobalScope;
export {};

const version = "mirra-__VERSION__";
const files = "__FILES__" as unknown as string[];
const wanted = ["/", "/session.html", ...files.filter((path) => path !== "/index.html" && path !== "/session.html")];
const listed = new Set(wanted);

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });
const pathOf = (client: Client) => new URL(client.url).pathname;
const sessionRuns = async () => (await windows()).some((client) => pathOf(client) === "/session.html");

async function kept(): Promise<{ have: number; of: number }> {
  const held = new Set((await (await caches.open(version)).keys()).map((request) => new URL(request.url).pathname));
  return { have: wanted.filter((path) => held.has(path)).length, of: wanted.length };
}

/** Fetch what the cache lacks, telling the pages how far it is. Responses are kept whole, security headers included. */
async function fill(): Promise<void> {
  const cache = await caches.open(version);
  for (const path of wanted) {
    if (await cache.match(path, { ignoreVary: true })) continue;
    const response = await fetch(path, { cache: "reload", credentials: "omit", redirect: "error" });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    await cache.put(path, response);
    const standing = await kept();
    for (const client of await windows()) client.postMessage(standing);
  }
}

/** Old caches go, unless a session may still be playing from one; a newer version's, waiting its turn, stays. */
async function tidy(): Promise<void> {
  if (self.registration.waiting || self.registration.installing || (await sessionRuns())) return;
  for (const name of await caches.keys()) if (name.startsWith("mirra-") && name !== version) await caches.delete(name);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("message", (event) => {
  if (event.data === "take over") {
    event.waitUntil(sessionRuns().then((runs) => (runs ? undefined : self.skipWaiting())));
  } else if (event.data === "what is kept") {
    const source = event.source;
    event.waitUntil(fill().catch(() => undefined).then(async () => source?.postMessage(await kept())));
  }
});

/** A listed file: this version's, else an older one's (a running session's), else the network's, bare. */
async function file(path: string, range: string | null): Promise<Response> {
  const own = await (await caches.open(version)).match(path, { ignoreVary: true });
  const held = own ?? (await caches.match(path, { ignoreVary: true }));
  if (!held) return fetch(path, { credentials: "same-origin" });
  const asked = range ? /^bytes=(\d+)-(\d*)$/.exec(range) : null;
  return asked ? part(held, Number(asked[1]), asked[2]) : held;
}

/** Players of pictures that move ask for parts, and some refuse a whole. */
async function part(whole: Response, from: number, to = ""): Promise<Response> {
  const bytes = await whole.blob();
  const last = to === "" ? bytes.size - 1 : Math.min(Number(to), bytes.size - 1);
  const headers = new Headers(whole.headers);
  if (from > last) return new Response(null, { status: 416, headers: { "content-range": `bytes */${bytes.size}` } });
  headers.set("content-range", `bytes ${from}-${last}/${bytes.size}`);
  headers.set("content-length", String(last - from + 1));
  return new Response(bytes.slice(from, last + 1), { status: 206, headers });
}

async function navigated(request: Request, path: string): Promise<Response> {
  const page = path === "/index.html" ? "/" : path;
  if (request.method === "GET" && (page === "/" || page === "/session.html")) {
    if (page === "/") void tidy();
    return file(page, null);
  }
  // Nothing may leave in an address: while a session runs there is no going anywhere else.
  return (await sessionRuns()) ? Response.error() : fetch(request);
}

async function asked(request: Request, clientId: string, path: string): Promise<Response> {
  const client = await self.clients.get(clientId);
  const mouth = client?.type === "window" && pathOf(client) !== "/session.html";
  if (mouth && !listed.has(path)) return fetch(request);
  if (request.method !== "GET" || !listed.has(path)) return Response.error();
  return file(path, request.headers.get("range"));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return event.respondWith(Response.error());
  event.respondWith(request.mode === "navigate" ? navigated(request, url.pathname) : asked(request, event.clientId, url.pathname));
});
