/**
 * What this browser lacks of what the session page would use, as slugs for the log.
 *
 * - `secure_context`, `camera`: without them there is no live picture.
 * - `video_frame`: the tracker gets copies of the picture instead of the frames themselves; the mirror is the same.
 * - `frame_callback`: frames are looked for at each repaint; latency is counted from there, drops cannot be counted.
 * - `worker`, `wasm_simd`, `offscreen_canvas`: no hand tracking, or slower.
 * - `navigation_api`: the page cannot refuse to be led to another site.
 * - `wake_lock`: the screen may go dark during a look.
 * - `permissions_policy`: the rule that other pages may not use the camera is not read; a script of ours shuts it there.
 *
 * Whether frames carry their capture time shows only in the frames: `Latency.clock` says it.
 */
export function capabilities(): { lacks: string[] } {
  const has: Record<string, boolean> = {
    secure_context: window.isSecureContext,
    camera: typeof navigator.mediaDevices?.getUserMedia === "function",
    video_frame: typeof VideoFrame === "function",
    frame_callback: "requestVideoFrameCallback" in HTMLVideoElement.prototype,
    worker: typeof Worker === "function",
    wasm_simd: simd(),
    offscreen_canvas: typeof OffscreenCanvas === "function",
    navigation_api: "navigation" in window,
    wake_lock: "wakeLock" in navigator,
    permissions_policy: "featurePolicy" in document || "permissionsPolicy" in document,
  };
  return { lacks: Object.keys(has).filter((name) => !has[name]) };
}

/** Whether the smallest WebAssembly module with a vector instruction is valid here. */
function simd(): boolean {
  if (typeof WebAssembly !== "object") return false;
  const module = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  return WebAssembly.validate(new Uint8Array(module));
}
