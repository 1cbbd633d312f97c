/// <reference lib="webworker" />
// Hand-written: an enrolled device starts and finishes a session with the server gone. Its second office: the session
// page and its Workers get listed files only, never with a query, a body or a header of their own. A file is served when
// its bytes have the hash that the build wrote here, and with the headers that the build wrote here: whatever else lies
// in Cache Storage is not served, whoever put it there.
declare const self: ServiceWorkerGlobalScope;
export {};

const version = "mirra-__VERSION__";
/** The SHA-256 of each file by its path, in hex. */
const files = "__FILES__" as unknown as Readonly<Record<string, string>>;
type Sent = Readonly<Record<string, string>>;
const headers = "__HEADERS__" as unknown as Readonly<{ kinds: Sent; mouth: Sent; eyes: Sent }>;
const wanted = Object.keys(files);
const listed = new Set(wanted);

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });
const pathOf = (client: Client) => new URL(client.url).pathname;
const sessionRuns = async () => (await windows()).some((client) => pathOf(client) === "/session.html");

async function kept(): Promise<{ have: number; of: number }> {
  const held = new Set((await (await caches.open(version)).keys()).map((request) => new URL(request.url).pathname));
  return { have: wanted.filter((path) => held.has(path)).length, of: wanted.length };
}

/** The bytes of an answer, if they are those that were built. */
async function sound(path: string, answer: Response): Promise<Blob | null> {
  const blob = await answer.blob();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === files[path] ? blob : null;
}

/** A file from the device: this version's, else one with the same bytes that an older version left. */
async function stored(path: string): Promise<Blob | null> {
  for (const name of [version, ...(await caches.keys()).filter((one) => one !== version)]) {
    const answer = await caches.match(path, { cacheName: name, ignoreVary: true });
    const blob = answer && (await sound(path, answer));
    if (blob) return blob;
  }
  return null;
}

/** A file from the server, put away; null when the server has another version of it. */
async function fetched(path: string): Promise<Blob | null> {
  const answer = await fetch(path, { cache: "reload", credentials: "omit", redirect: "error" });
  return answer.ok ? sound(path, answer) : null;
}

/** Looked at by `fill` in this worker's life. Only the readiness that pages are told of rests on it, never what is served. */
const checked = new Set<string>();

/** Put away what is not held or not as it was built, telling the pages how far it is. */
async function fill(): Promise<void> {
  const cache = await caches.open(version);
  for (const path of wanted) {
    const own = await cache.match(path, { ignoreVary: true });
    if (own && (checked.has(path) || (await sound(path, own)))) {
      checked.add(path);
      continue;
    }
    const blob = (await stored(path)) ?? (await fetched(path));
    if (!blob) throw new Error(`${path} is not the file of this version`);
    await cache.put(path, new Response(blob));
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
  const source = event.source;
  if (!(source instanceof WindowClient) || pathOf(source) === "/session.html") return; // it has nothing to say here
  if (event.data === "take over") {
    event.waitUntil(sessionRuns().then((runs) => (runs ? undefined : self.skipWaiting())));
  } else if (event.data === "what is kept") {
    event.waitUntil(fill().catch(() => undefined).then(async () => source.postMessage(await kept())));
  }
});

/** What has been found sound in this worker's life. A blob cannot change, so its hash is taken once. */
const held = new Map<string, Promise<Blob | null>>();

function found(path: string): Promise<Blob | null> {
  const before = held.get(path);
  if (before) return before;
  const now = stored(path).then((blob) => blob ?? fetched(path));
  held.set(path, now);
  now.then((blob) => blob ?? held.delete(path), () => held.delete(path));
  return now;
}

/** The answer with a listed file, whole or in part; null when only the server's own other version of it can be had. */
async function file(path: string, range: string | null): Promise<Response | null> {
  const blob = await found(path);
  if (!blob) {
    void self.registration.update();
    return null;
  }
  const asked = range ? /^bytes=(\d+)-(\d*)$/.exec(range) : null;
  return asked ? part(path, blob, Number(asked[1]), asked[2]) : new Response(blob, { headers: headersOf(path, blob.size) });
}

function headersOf(path: string, length: number): Headers {
  const sent = path === "/" ? headers.mouth : headers.eyes;
  const own = `${self.location.origin}/assets/`;
  const all = new Headers();
  for (const [name, value] of Object.entries(sent)) all.set(name, value.replaceAll("{own}", own));
  const end = path === "/" ? ".html" : path.slice(path.lastIndexOf("."));
  all.set("content-type", headers.kinds[end] ?? "application/octet-stream");
  all.set("content-length", String(length));
  return all;
}

/** Players of pictures that move ask for parts, and some refuse a whole. */
function part(path: string, whole: Blob, from: number, to = ""): Response {
  const last = to === "" ? whole.size - 1 : Math.min(Number(to), whole.size - 1);
  if (from > last) return new Response(null, { status: 416, headers: { "content-range": `bytes */${whole.size}` } });
  const all = headersOf(path, last - from + 1);
  all.set("content-range", `bytes ${from}-${last}/${whole.size}`);
  return new Response(whole.slice(from, last + 1), { status: 206, headers: all });
}

async function navigated(request: Request, path: string): Promise<Response> {
  const page = path === "/index.html" ? "/" : path;
  if (request.method === "GET" && page === "/") {
    void tidy();
    return (await file("/", null)) ?? fetch("/");
  }
  // The page that sees is this version's or none; the person's page brings the newer one.
  if (request.method === "GET" && page === "/session.html") return (await file(page, null)) ?? Response.redirect("/");
  // Nothing may leave in an address: while a session runs there is no going anywhere else.
  return (await sessionRuns()) ? Response.error() : fetch(request);
}

async function asked(request: Request, clientId: string, path: string): Promise<Response> {
  const client = await self.clients.get(clientId);
  const mouth = client?.type === "window" && pathOf(client) !== "/session.html";
  if (mouth && !listed.has(path)) return fetch(request);
  if (request.method !== "GET" || !listed.has(path)) return Response.error();
  return (await file(path, request.headers.get("range"))) ?? (mouth ? fetch(request) : Response.error());
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return event.respondWith(Response.error());
  const goes = request.mode === "navigate";
  event.respondWith(goes ? navigated(request, url.pathname) : asked(request, event.clientId, url.pathname));
});
