// @ts-check
// The session page has eyes and no mouth. Its content security policy closes most ways out; these remain, so they go here.
(() => {
  "use strict";
  const gone = ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport", "WebSocketStream"];
  for (const name of gone) {
    Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
  }
  /** The only place this page may go: the index page, with nothing written into its address. */
  const allowed = (/** @type {string} */ address) => {
    const to = new URL(address, location.href);
    return to.origin === location.origin && to.search === "" && (to.pathname === "/" || to.pathname === location.pathname);
  };
  const navigation = /** @type {any} */ (window).navigation;
  navigation?.addEventListener("navigate", (/** @type {any} */ event) => {
    if (!allowed(event.destination.url)) event.preventDefault();
  });
})();
