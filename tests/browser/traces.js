// What one page could leave behind in the browser, and where another page of the same address would find it.
// The answers of `find` are searched for what was left; a page that cannot do the one or the other fails.
window.heard = [];
new BroadcastChannel("left").onmessage = ({ data }) => heard.push(data);
addEventListener("storage", ({ key }) => heard.push(key));
addEventListener("message", ({ data }) => heard.push(data));
const inWorker = (text) => void new Worker(URL.createObjectURL(new Blob([text])));
window.traces = {
  broadcast: { leave: (mark) => new BroadcastChannel("left").postMessage(mark), find: () => heard },
  broadcast_worker: { leave: (mark) => inWorker(`new BroadcastChannel("left").postMessage("${mark}")`), find: () => heard },
  local_storage: { leave: (mark) => localStorage.setItem(mark, "1"), find: () => [...Object.keys(localStorage), ...heard] },
  session_storage: { leave: (mark) => sessionStorage.setItem(mark, "1"), find: () => Object.keys(sessionStorage) },
  cookie: { leave: (mark) => void (document.cookie = `${mark}=1`), find: () => document.cookie },
  cookie_store: { leave: (mark) => cookieStore.set(mark, "1"), find: () => document.cookie },
  cache: { leave: (mark) => caches.open(mark), find: () => caches.keys() },
  bucket: { leave: (mark) => navigator.storageBuckets.open(mark), find: () => navigator.storageBuckets.keys() },
  database: {
    leave: (mark) => new Promise((done) => (indexedDB.open(mark).onsuccess = done)),
    find: async () => (await indexedDB.databases()).map((one) => one.name),
  },
  files: {
    leave: async (mark) => (await navigator.storage.getDirectory()).getFileHandle(mark, { create: true }),
    find: () => navigator.storage.getDirectory().then((folder) => Array.fromAsync(folder.keys())),
  },
  lock: {
    leave: (mark) => void navigator.locks.request(mark, () => new Promise(() => {})),
    find: () => navigator.locks.query(),
  },
  clipboard: { leave: (mark) => navigator.clipboard.writeText(mark), find: () => navigator.clipboard.readText() },
  window_name: { leave: (mark) => void (window.name = mark), find: () => window.name },
  referrer: { leave: (mark) => history.replaceState(null, "", `/session.html?${mark}`), find: () => document.referrer },
  state: { leave: (mark) => history.pushState(mark, "", "/"), find: () => history.state },
  entry: {
    leave: (mark) => navigation.updateCurrentEntry({ state: mark }),
    find: () => navigation.entries().map((one) => one.getState()),
  },
  hash: { leave: (mark) => void (location.href = `/#${mark}`), find: () => location.href },
  hash_code: { leave: (mark) => void (location.href = `/#/enrol/${mark}`), find: () => location.href },
  hash_own: { leave: (mark) => void (location.hash = mark), find: () => document.referrer + navigation.entries().map(({ url }) => url) },
  query: { leave: (mark) => void (location.href = `/?${mark}`), find: () => location.href },
};
