// @ts-check
// The index page has a mouth and no eyes. Its permissions policy says so already; a browser that does not read such a policy
// (Firefox and Safari do not) finds the ways to the camera taken away here, before any other script runs.
(() => {
  "use strict";
  const refuse = () => Promise.reject(new DOMException("This page may not use the camera.", "NotAllowedError"));
  const shut = (/** @type {any} */ owner, /** @type {string[]} */ names, /** @type {unknown} */ value) => {
    for (const name of names) Object.defineProperty(owner, name, { value, writable: false, configurable: false });
  };
  const media = window.MediaDevices?.prototype;
  if (media) shut(media, ["getUserMedia", "getDisplayMedia", "getViewportMedia", "selectAudioOutput"], refuse);
  shut(Navigator.prototype, ["getUserMedia", "mozGetUserMedia", "webkitGetUserMedia"], undefined);
})();
