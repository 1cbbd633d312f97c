// Every way to a camera from inside a page; each gives the function that would open it, or fails.
// Run inside a page, by name, as what follows "return" of a function that gets the name.
const of = (other) => other.navigator.mediaDevices.getUserMedia.bind(other.navigator.mediaDevices);
const added = (node) => document.body.appendChild(node);
const frame = "<iframe></iframe>";
const ways = {
  plain: () => of(window),
  prototype: () => MediaDevices.prototype.getUserMedia.bind(navigator.mediaDevices),
  deleted: () => {
    delete navigator.mediaDevices.getUserMedia;
    return of(window);
  },
  old: () => {
    const old = navigator.getUserMedia ?? navigator.webkitGetUserMedia ?? navigator.mozGetUserMedia;
    return (wanted) => new Promise((done, failed) => old.call(navigator, wanted, done, failed));
  },
  frame: () => of(added(document.createElement("iframe")).contentWindow),
  frame_ns: () => of(added(document.createElementNS("http://www.w3.org/1999/xhtml", "iframe")).contentWindow),
  frame_document: () => {
    const made = document.implementation.createDocument("http://www.w3.org/1999/xhtml", "iframe", null);
    return of(added(document.adoptNode(made.documentElement)).contentWindow);
  },
  patched: () => {
    RegExp.prototype.exec = RegExp.prototype.test = () => null;
    return of(added(document.createElement("iframe")).contentWindow);
  },
  two_faced: () => {
    let asked = 0;
    return of(added(document.createElement({ toString: () => (asked++ ? "iframe" : "div") })).contentWindow);
  },
  text: () => {
    document.body.innerHTML = frame;
    return of(window[0]);
  },
  outer_text: () => {
    added(document.createElement("p")).outerHTML = frame;
    return of(window[0]);
  },
  template: () => {
    const made = document.createElement("template");
    made.innerHTML = frame;
    added(made.content);
    return of(window[0]);
  },
  shadow: () => {
    const root = added(document.createElement("div")).attachShadow({ mode: "open" });
    root.innerHTML = frame;
    return of(root.firstChild.contentWindow);
  },
  adjacent: () => {
    document.body.insertAdjacentHTML("beforeend", frame);
    return of(window[0]);
  },
  unsafe: () => {
    document.body.setHTMLUnsafe(frame);
    return of(window[0]);
  },
  fragment: () => {
    added(document.createRange().createContextualFragment(frame));
    return of(window[0]);
  },
  parsed: () => of(added(new DOMParser().parseFromString(frame, "text/html").body.firstChild).contentWindow),
  editing: () => {
    document.body.contentEditable = "true";
    document.body.focus();
    getSelection().selectAllChildren(document.body);
    document.execCommand("insertHTML", false, frame);
    return of(window[0]);
  },
  custom: () => {
    customElements.define("x-frame", class extends HTMLIFrameElement {}, { extends: "iframe" });
    return of(added(new (customElements.get("x-frame"))()).contentWindow);
  },
  window: () => of(window.open("about:blank")),
  written: () => {
    document.write("<ifr");
    document.write("ame></iframe>");
    return of(window[0]);
  },
};
const late = new Promise((_, no) => setTimeout(() => no("nothing came"), 1500));
try {
  const stream = await Promise.race([ways[way]()({ video: true }), late]);
  stream.getTracks().forEach((track) => track.stop());
  return "opened";
} catch (error) {
  return String(error);
}
