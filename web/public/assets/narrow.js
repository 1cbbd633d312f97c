// @ts-check
// Leaves of all that the browser offers only what a session uses, in the session page and as the first lines of its Worker.
// Whatever is not named here is gone, what browsers will add later included: WebRTC, WebTransport, BroadcastChannel,
// SharedWorker, Worker inside a Worker, Cache Storage, the service worker, cookies, local storage, window.name, speech,
// notifications, push, background fetch, share, clipboard, Bluetooth, USB, HID, serial, MIDI, media session, payment, ...
// Code that needs one more name says here what for. A name belongs here when it can reach no network, no other page, no
// other program and no other device; else it is kept in part, by no-network.js.
(() => {
  "use strict";
  const inWorker = typeof document === "undefined";
  const words = (/** @type {string} */ text) => text.trim().split(/\s+/);

  const kept = new Set([
    // The language itself.
    ...words(`Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp
      Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis JSON
      Math Intl ArrayBuffer SharedArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array
      BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array Float64Array DataView Map BigInt Set Iterator
      WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry DisposableStack AsyncDisposableStack decodeURI
      decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN Temporal WebAssembly console`),
    // Time, order and chance.
    ...words(`performance setTimeout clearTimeout setInterval clearInterval queueMicrotask requestAnimationFrame
      cancelAnimationFrame requestIdleCallback cancelIdleCallback reportError structuredClone crypto Crypto CryptoKey
      SubtleCrypto AbortController AbortSignal EventTarget`),
    // Text and bytes.
    ...words("atob btoa TextEncoder TextDecoder URL Blob File FileReader"),
    // Pictures.
    ...words(`createImageBitmap ImageBitmap ImageBitmapRenderingContext ImageData Path2D OffscreenCanvas VideoFrame
      OffscreenCanvasRenderingContext2D CanvasRenderingContext2D CanvasGradient CanvasPattern TextMetrics`),
    // Where the code runs.
    ...words("self location navigator origin isSecureContext crossOriginIsolated name closed postMessage onmessage"),
  ]);
  const page = [
    // The window and its screen. `name` is kept for Workers alone: a page's name outlives it, and the next page can read it.
    ...words(`window document parent top frames length frameElement event getComputedStyle getSelection matchMedia
      innerWidth innerHeight outerWidth outerHeight devicePixelRatio screen screenX screenY scrollX scrollY pageXOffset
      pageYOffset visualViewport scroll scrollTo scrollBy focus customElements trustedTypes`),
    // The document's kinds of nodes, styles and watchers.
    ...words(`Window Node Element Attr Text CharacterData Comment CDATASection ProcessingInstruction Document HTMLDocument
      XMLDocument DocumentType DocumentFragment ShadowRoot NodeList NamedNodeMap NodeIterator NodeFilter TreeWalker Range
      StaticRange AbstractRange Selection StyleSheet StyleSheetList MediaList MediaQueryList MathMLElement RadioNodeList
      ValidityState ElementInternals CustomElementRegistry FontFace FontFaceSet Location Screen VisualViewport Navigator
      MutationObserver MutationRecord ResizeObserver ResizeObserverEntry IntersectionObserver IntersectionObserverEntry
      Animation AnimationEffect KeyframeEffect AnimationTimeline DocumentTimeline XPathResult`),
    // Camera, sound and one Worker.
    ...words(`MediaDevices MediaDeviceInfo MediaStream MediaStreamTrack MediaError TimeRanges AudioContext BaseAudioContext
      AudioNode AudioParam AudioScheduledSourceNode AudioDestinationNode OscillatorNode GainNode StereoPannerNode Worker WakeLock
      WakeLockSentinel Permissions PermissionStatus`),
    // What lies between the two pages; no-network.js keeps the locks and the storage manager to what is needed.
    ...words("indexedDB LockManager Lock StorageManager"),
    // Voices of this device, which no-network.js puts in the place of the browser's whole speech.
    "localSpeech",
  ];
  // The tracker loads its own files, draws, and answers the page.
  const worker = words("importScripts fetch close Response Headers WorkerGlobalScope DedicatedWorkerGlobalScope WorkerLocation");
  for (const name of inWorker ? worker : page) kept.add(name);
  if (!inWorker) kept.delete("name");
  // Kinds of things without a way out of their own; and an event only tells.
  const kinds = /^(HTML|SVG|CSS|IDB|DOM|WebGL|Performance)\w*$|Event$|^on[a-z]+$/;
  const ofNavigator = new Set(
    words(`constructor userAgent userAgentData platform vendor language languages onLine hardwareConcurrency deviceMemory
      maxTouchPoints pointerEnabled webdriver userActivation product productSub appVersion appName appCodeName
      ${inWorker ? "" : "mediaDevices wakeLock locks storage permissions vibrate"}`),
  );

  if (inWorker) {
    // A Worker's files are asked for as they are listed, with no query, no header and no range of its own.
    const { apply } = Reflect;
    const { exec } = RegExp.prototype;
    const { trustedTypes } = /** @type {any} */ (globalThis);
    const base = `^(?:${location.origin.replaceAll(".", "\\.")})?/assets/`;
    const [file, script] = [new RegExp(`${base}(?:[\\w-]+/)?[\\w.-]+$`), new RegExp(`${base}vision/\\w+\\.js$`)];
    const listed = (/** @type {RegExp} */ pattern, /** @type {unknown} */ address) => {
      const text = `${address}`;
      if (apply(exec, pattern, [text]) === null) throw new DOMException("A Worker reads its own files only.", "SecurityError");
      return text;
    };
    /** @type {[string, RegExp][]} */
    const askers = [["fetch", file], ["importScripts", script]];
    for (const [name, pattern] of askers) {
      const own = /** @type {any} */ (globalThis)[name];
      const value = (/** @type {unknown} */ address) => apply(own, globalThis, [listed(pattern, address)]);
      for (let owner = globalThis; owner && owner !== EventTarget.prototype; owner = Object.getPrototypeOf(owner)) {
        if (Object.hasOwn(owner, name)) Object.defineProperty(owner, name, { value, writable: false, configurable: false });
      }
    }
    // Where the browser knows Trusted Types, this is asked about each script that is to be loaded.
    trustedTypes?.createPolicy("default", { createScriptURL: (/** @type {string} */ address) => listed(script, address) });
  }

  /** Takes away each name of an object and of what it inherits from, up to what every target of events has. */
  const narrow = (/** @type {any} */ from, /** @type {(name: string) => boolean} */ stays) => {
    const roots = [null, EventTarget.prototype, Object.prototype];
    for (let owner = from; !roots.includes(owner); owner = Object.getPrototypeOf(owner)) {
      for (const name of Object.getOwnPropertyNames(owner)) {
        if (name === "constructor" || stays(name)) continue;
        // Some of the window's oldest names cannot be taken away; they lead nowhere but to this window.
        Reflect.defineProperty(owner, name, { value: undefined, writable: false, configurable: false });
      }
    }
  };
  narrow(globalThis, (name) => kept.has(name) || kinds.test(name));
  narrow(navigator, (name) => ofNavigator.has(name));
})();
