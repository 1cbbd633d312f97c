// @ts-check
// The first script of both pages. Neither page may hold or open another window: in a new window nothing has been taken away.
// An empty frame needs no network, so no policy stops it. Four rules do: no element is made that holds a window, no text is
// read that names one, none is put into a document, and every call that opens a window is gone.
// Links are refused with the frames: Firefox and WebKit connect to the address of a preconnect, whatever the policy says.
//
// The browser's own functions are taken now and called through Reflect.apply. Hostile code runs later and may replace any
// global and any method, such as RegExp.prototype.test or Function.prototype.apply; no rule here depends on one of those.
(() => {
  "use strict";
  const { apply, ownKeys } = Reflect;
  const { exec } = RegExp.prototype;
  const descriptor = Object.getOwnPropertyDescriptor;
  const kinds = "iframe|frame|frameset|object|embed|portal|fencedframe|controlledframe|webview|link";
  const named = new RegExp(`^(?:.*:)?(?:${kinds})$`, "is");
  const written = new RegExp(`<(?:[^\\s<>]*:)?(?:${kinds})`, "i");
  const holders = kinds.replaceAll("|", ",");

  const refuse = () => {
    throw new DOMException("Frames and links are shut here.", "SecurityError");
  };
  /** The word as text, read once, so that what is checked is what is used. */
  const checked = (/** @type {RegExp} */ bad, /** @type {unknown} */ word) => {
    const text = `${word}`;
    if (apply(exec, bad, [text]) !== null) refuse();
    return text;
  };
  const fix = (/** @type {any} */ owner, /** @type {PropertyKey} */ name, /** @type {unknown} */ value) => {
    Object.defineProperty(owner, name, { value, writable: false, configurable: false });
  };
  /** Every call of `owner[name]` is looked at first; `look` may change the words in place, or throw. */
  const guard = (
    /** @type {any} */ owner,
    /** @type {string} */ name,
    /** @type {(words: any[], self: any) => void} */ look,
  ) => {
    const own = owner?.[name];
    if (typeof own !== "function") return;
    const guarded = /** @this {any} @param {any[]} words */ function (...words) {
      look(words, this);
      return apply(own, this, words);
    };
    fix(owner, name, guarded);
  };
  /** Every value given to the property `owner[name]` is looked at first; `look` gives what is set, or throws. */
  const guardSet = (
    /** @type {any} */ owner,
    /** @type {string} */ name,
    /** @type {(value: any, self: any) => any} */ look,
  ) => {
    const { get, set } = (owner && descriptor(owner, name)) ?? {};
    if (!set) return;
    const guarded = /** @this {any} @param {any} value */ function (value) {
      apply(set, this, [look(value, this)]);
    };
    Object.defineProperty(owner, name, { get, set: guarded, enumerable: true, configurable: false });
  };

  // 1. Makers of elements by name.
  const nameAt = (/** @type {number} */ at) => (/** @type {any[]} */ words) => {
    if (words.length > at && words[at] !== null) words[at] = checked(named, words[at]);
  };
  guard(Document.prototype, "createElement", nameAt(0));
  guard(Document.prototype, "createElementNS", nameAt(1));
  guard(DOMImplementation.prototype, "createDocument", nameAt(1)); // makes the document's first element
  // An element of its own kind, never a variety of one that exists.
  guard(CustomElementRegistry.prototype, "define", (words) => void (words.length = Math.min(words.length, 2)));

  // 2. Readers of text. Whatever is named after HTML reads some; what is not used by mirra goes, later additions included.
  /** @type {[any, RegExp][]} */
  const readers = [
    [window, /^(DOMParser|XSLTProcessor)$/],
    [Document, /HTML/],
    [Document.prototype, /HTML|^(write|writeln|open|execCommand|designMode)$/],
    [DocumentFragment.prototype, /HTML/],
    [Element.prototype, /HTML/],
    [ShadowRoot.prototype, /HTML/],
    [Range.prototype, /HTML|ContextualFragment/],
  ];
  for (const [owner, pattern] of readers) {
    for (const name of ownKeys(owner)) {
      if (typeof name !== "string" || !pattern.test(name) || name === "getHTML") continue;
      if (name === "innerHTML" || name === "outerHTML") guardSet(owner, name, (text) => checked(written, text ?? ""));
      else fix(owner, name, undefined);
    }
  }
  // Where the browser knows Trusted Types, the policy sends every text that it would read through here, in ways still to
  // come as well. Scripts added by code are refused, but for the service worker and the tracker's Worker.
  const factory = /** @type {any} */ (window).trustedTypes;
  if (factory) {
    const own = location.origin.replaceAll(".", "\\.");
    const script = new RegExp(`^(?:${own})?/(?:sw\\.js|assets/tracker\\.worker-[\\w-]+\\.js)$`);
    factory.createPolicy("default", {
      createHTML: (/** @type {string} */ text) => checked(written, text),
      createScriptURL: (/** @type {string} */ address) => (apply(exec, script, [address]) === null ? refuse() : address),
    });
    // A library's own policy changes nothing: its text stays plain text, and so meets the rule above.
    const plain = { createHTML: (/** @type {string} */ text) => text };
    fix(window, "trustedTypes", Object.freeze({ createPolicy: () => plain }));
  }

  // 3. Whatever puts a node into a document. Only there does a frame get its window.
  const typeOf = /** @type {() => number} */ (descriptor(Node.prototype, "nodeType")?.get);
  const { matches, querySelector: within } = Element.prototype;
  const { querySelector: inFragment } = DocumentFragment.prototype;
  const kindOf = (/** @type {any} */ node) => {
    try {
      return apply(typeOf, node, []);
    } catch {
      return 0; // no node: the browser makes text of it
    }
  };
  const bare = (/** @type {any} */ node) => {
    const kind = kindOf(node);
    if (kind === 1 && (apply(matches, node, [holders]) || apply(within, node, [holders]) !== null)) refuse();
    if (kind === 11 && apply(inFragment, node, [holders]) !== null) refuse();
    return node;
  };
  const allBare = (/** @type {any[]} */ words) => {
    for (let at = 0; at < words.length; at++) bare(words[at]);
  };
  /** @type {[any, string[]][]} */
  const inserters = [
    [Node.prototype, ["appendChild", "insertBefore", "replaceChild"]],
    ...[Document, DocumentFragment, Element].map(
      (one) => /** @type {[any, string[]]} */ ([one.prototype, ["append", "prepend", "replaceChildren", "moveBefore"]]),
    ),
    ...[Element, CharacterData, DocumentType].map(
      (one) => /** @type {[any, string[]]} */ ([one.prototype, ["before", "after", "replaceWith"]]),
    ),
    [Element.prototype, ["insertAdjacentElement"]],
    [Range.prototype, ["insertNode", "surroundContents"]],
    [HTMLSelectElement.prototype, ["add"]],
    [HTMLOptionsCollection.prototype, ["add"]],
  ];
  for (const [owner, names] of inserters) for (const name of names) guard(owner, name, allBare);
  for (const name of ["caption", "tHead", "tFoot"]) guardSet(HTMLTableElement.prototype, name, bare);
  guardSet(Document.prototype, "body", bare);

  // 4. Openers of windows.
  for (const name of ["open", "documentPictureInPicture", "PresentationRequest"]) {
    if (name in window) fix(window, name, undefined);
  }

  // The links a page came with stay as they are.
  const link = HTMLLinkElement.prototype;
  const relation = /** @type {() => string} */ (descriptor(link, "rel")?.get);
  const notOfLinks = (/** @type {any} */ element) => {
    try {
      apply(relation, element, []);
    } catch {
      return; // not a link
    }
    refuse();
  };
  for (const name of ["rel", "href", "as"]) {
    Object.defineProperty(link, name, { get: descriptor(link, name)?.get, set: undefined, configurable: false });
  }
  fix(link, "relList", undefined);
  for (const name of ["setAttribute", "setAttributeNS", "setAttributeNode", "setAttributeNodeNS", "toggleAttribute"]) {
    guard(Element.prototype, name, (_words, element) => notOfLinks(element));
  }
  for (const name of ["setNamedItem", "setNamedItemNS"]) fix(NamedNodeMap.prototype, name, undefined);
  const ownerOf = /** @type {() => Element | null} */ (descriptor(Attr.prototype, "ownerElement")?.get);
  const offLinks = (/** @type {any} */ value, /** @type {any} */ node) => {
    if (kindOf(node) === 2) notOfLinks(apply(ownerOf, node, []));
    return value;
  };
  guardSet(Attr.prototype, "value", offLinks);
  for (const name of ["nodeValue", "textContent"]) guardSet(Node.prototype, name, offLinks);
})();
