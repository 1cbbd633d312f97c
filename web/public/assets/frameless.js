// @ts-check
// The first script of both pages. None of them holds another page: a frame has a window of its own, in which nothing is shut.
// The policy refuses what a frame would load, but an empty one loads nothing, and some browsers connect before they look.
// The same is true of a <link>: Firefox and WebKit connect to what one with rel=preconnect names, whatever the policy says.
(() => {
  "use strict";
  const frames = "iframe|frame|frameset|object|embed|portal|fencedframe|link";
  const named = new RegExp(`^(?:.*:)?(?:${frames})$`, "is");
  const written = new RegExp(`<(?:[^\\s<>]*:)?(?:${frames})`, "i");
  const fixed = { writable: false, configurable: false };
  const checked = (/** @type {RegExp} */ bad, /** @type {unknown} */ word) => {
    const said = String(word); // once: what is checked is what is used
    if (bad.test(said)) throw new DOMException("Frames and links are shut here.", "SecurityError");
    return said;
  };

  /** The method stays as it was, but for words that name a frame; `at` is the place of the word. */
  const guard = (/** @type {any} */ owner, /** @type {string} */ method, /** @type {number} */ at) => {
    const own = owner[method];
    const value = /** @this {any} @param {any[]} words */ function (...words) {
      if (words.length > at) words[at] = checked(named, words[at]);
      return own.apply(this, words);
    };
    Object.defineProperty(owner, method, { value, ...fixed });
  };
  guard(Document.prototype, "createElement", 0);
  guard(Document.prototype, "createElementNS", 1);

  const define = customElements.define;
  /** @this {CustomElementRegistry} @param {string} tag @param {CustomElementConstructor} made */
  const plain = function (tag, made) {
    define.call(this, tag, made); // an element of its own kind, never a variety of one that exists
  };
  Object.defineProperty(CustomElementRegistry.prototype, "define", { value: plain, ...fixed });

  for (const owner of [Element.prototype, ShadowRoot.prototype]) {
    for (const name of ["innerHTML", "outerHTML"]) {
      const own = Object.getOwnPropertyDescriptor(owner, name);
      if (!own?.set) continue;
      const { get, set } = own;
      const guarded = /** @this {any} @param {unknown} words */ function (words) {
        set.call(this, checked(written, words ?? ""));
      };
      Object.defineProperty(owner, name, { get, set: guarded, enumerable: true, configurable: false });
    }
  }

  // The links a page came with stay as they are.
  for (const name of ["rel", "relList", "href", "as"]) {
    const own = Object.getOwnPropertyDescriptor(HTMLLinkElement.prototype, name);
    if (own) Object.defineProperty(HTMLLinkElement.prototype, name, { get: own.get, set: undefined, configurable: false });
  }
  for (const name of ["setAttribute", "setAttributeNS", "setAttributeNode", "setAttributeNodeNS", "toggleAttribute"]) {
    const own = /** @type {any} */ (Element.prototype)[name];
    const value = /** @this {any} @param {any[]} words */ function (...words) {
      if (this instanceof HTMLLinkElement) throw new DOMException("Links stay as they are here.", "SecurityError");
      return own.apply(this, words);
    };
    Object.defineProperty(Element.prototype, name, { value, ...fixed });
  }

  // Other makers of elements out of text, none of which we use.
  /** @type {[any, string[]][]} */
  const gone = [
    [window, ["DOMParser", "XSLTProcessor", "open"]],
    [Document, ["parseHTMLUnsafe", "parseHTML"]],
    [Document.prototype, ["write", "writeln", "open", "execCommand"]],
    [Element.prototype, ["insertAdjacentHTML", "setHTMLUnsafe", "setHTML"]],
    [ShadowRoot.prototype, ["setHTMLUnsafe", "setHTML"]],
    [Range.prototype, ["createContextualFragment"]],
  ];
  for (const [owner, names] of gone) {
    for (const name of names) Object.defineProperty(owner, name, { value: undefined, ...fixed });
  }
})();
