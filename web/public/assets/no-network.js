// @ts-check
// The session page has eyes and no mouth. Its policy closes what asks a network; this script closes what the page could tell
// by other means, where the browser's offer is needed in part. What is needed not at all goes in narrow.js, right after.
// As in no-frames.js, no rule depends on a global or a method that hostile code may replace later.
(() => {
  "use strict";
  const { apply, construct } = Reflect;
  const { exec } = RegExp.prototype;
  const fix = (/** @type {any} */ owner, /** @type {PropertyKey} */ name, /** @type {unknown} */ value) => {
    if (owner && name in owner) Object.defineProperty(owner, name, { value, writable: false, configurable: false });
  };
  const refuse = (/** @type {string} */ what) => {
    throw new DOMException(`The session page may not ${what}.`, "SecurityError");
  };
  const getter = (/** @type {any} */ kind, /** @type {string} */ name) =>
    /** @type {() => any} */ (Object.getOwnPropertyDescriptor(kind.prototype, name)?.get);

  // Two addresses, whole: a query, a hash or a longer path would carry something to the server or to the index page.
  const { origin } = location;
  const [home, here] = [`${origin}/`, `${origin}/session.html`];
  const { navigation, NavigateEvent, NavigationDestination } = /** @type {any} */ (window);
  if (navigation) {
    const [destination, address] = [getter(NavigateEvent, "destination"), getter(NavigationDestination, "url")];
    const { preventDefault } = Event.prototype;
    navigation.addEventListener("navigate", (/** @type {any} */ event) => {
      const to = apply(address, apply(destination, event, []), []);
      if (to !== home && to !== here) apply(preventDefault, event, []);
    });
  }
  // Entries of the history carry an address and a state, which the index page could be made to find.
  for (const name of ["pushState", "replaceState"]) fix(History.prototype, name, undefined);

  // One Worker, our own; its file begins with narrow.js.
  if (typeof Worker === "function") {
    const Own = Worker;
    const file = new RegExp(`^(?:${origin.replaceAll(".", "\\.")})?/assets/tracker\\.worker-[\\w-]+\\.js$`);
    // biome-ignore lint/complexity/useArrowFunction: it is called with new, which an arrow function refuses
    const tracker = function (/** @type {unknown} */ address) {
      const text = `${address}`;
      if (apply(exec, file, [text]) === null) refuse("start such a Worker");
      return construct(Own, [text]);
    };
    tracker.prototype = Own.prototype;
    fix(Own.prototype, "constructor", tracker);
    fix(window, "Worker", tracker);
  }

  // One lock, by which a session is alone, and one database. The names of others could be read elsewhere.
  /** @type {[any, string, string, string[]][]} */
  const named = [
    [window.LockManager?.prototype, "request", "mirra-session", ["query"]],
    [window.IDBFactory?.prototype, "open", "mirra", ["databases", "deleteDatabase"]],
  ];
  for (const [owner, method, only, gone] of named) {
    const own = owner?.[method];
    if (!own) continue;
    const guarded = /** @this {any} @param {any[]} words */ function (...words) {
      words[0] = `${words[0]}`;
      if (words[0] !== only) refuse("use such a name");
      return apply(own, this, words);
    };
    fix(owner, method, guarded);
    for (const name of gone) fix(owner, name, undefined);
  }

  // Words are spoken by voices of this device alone: a voice of a server would be sent the words. Neither voices nor
  // utterances are given out, so that no code can exchange the one for the other.
  const { speechSynthesis: engine, SpeechSynthesisUtterance: Utterance } = /** @type {any} */ (window);
  if (engine && Utterance) {
    const { getVoices, speak, cancel, addEventListener } = engine;
    const tongue = (/** @type {string} */ lang) => {
      const text = `${lang}`;
      let end = 0;
      while (end < text.length && text[end] !== "-" && text[end] !== "_") end += 1;
      let found = "";
      for (let at = 0; at < end; at += 1) found += text[at];
      return found;
    };
    /** The voice of this device for a language; "remote" or "none" where it has none. */
    const voiceFor = (/** @type {string} */ lang) => {
      const all = apply(getVoices, engine, []);
      /** @type {any} */
      let found = "none";
      for (let at = 0; at < all.length; at += 1) {
        if (tongue(all[at].lang) !== tongue(lang)) continue;
        if (all[at].localService === true) return all[at];
        found = "remote";
      }
      return found;
    };
    const localSpeech = {
      state: (/** @type {string} */ lang) => {
        const voice = voiceFor(lang);
        return typeof voice === "string" ? voice : "ready";
      },
      say: (/** @type {string} */ text, /** @type {string} */ lang, /** @type {number} */ rate, /** @type {(told: string) => void} */ tell) => {
        const voice = voiceFor(lang);
        if (typeof voice === "string") return tell("none");
        const said = construct(Utterance, [`${text}`]);
        said.voice = voice;
        said.lang = voice.lang;
        said.rate = rate;
        said.onstart = () => tell("start");
        said.onend = () => tell("end");
        said.onerror = (/** @type {any} */ event) => tell(`${event.error}`);
        apply(speak, engine, [said]);
      },
      cancel: () => apply(cancel, engine, []),
      onvoices: (/** @type {() => void} */ tell) => apply(addEventListener, engine, ["voiceschanged", () => tell()]),
    };
    Object.defineProperty(window, "localSpeech", { value: Object.freeze(localSpeech), writable: false, configurable: false });
  }

  /** Parts of things that stay, each with what it would tell. @type {[any, string[]][]} */
  const gone = [
    [Document.prototype, ["cookie"]], // rides to our server with the index page's next request
    [window.StorageManager?.prototype, ["getDirectory"]], // files that the index page could find
    [window.DataTransfer?.prototype, ["setData", "items", "setDragImage"]], // what a person copies or drags out
    [HTMLMediaElement.prototype, ["remote", "webkitShowPlaybackTargetPicker", "setSinkId"]], // another device plays it
    [HTMLVideoElement.prototype, ["requestPictureInPicture", "webkitSetPresentationMode"]], // a window of its own
    [window.MediaDevices?.prototype, ["getDisplayMedia", "getViewportMedia", "setCaptureHandleConfig"]], // other pages
    [window.BaseAudioContext?.prototype, ["audioWorklet"]], // a world of its own, with nothing taken away
    [window.CSS, ["paintWorklet", "layoutWorklet", "animationWorklet"]],
    [HTMLAnchorElement.prototype, ["attributionSrc", "ping"]], // a report to another server
    [HTMLImageElement.prototype, ["attributionSrc"]],
  ];
  for (const [owner, names] of gone) for (const name of names) fix(owner, name, undefined);
})();
