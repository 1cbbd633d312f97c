// The page's own clock, `factor` times as fast as the machine's: what counts seconds, waits for a moment, or draws by the
// time of a frame does so in less of the machine's time. Wall time, films, sounds and the camera run as ever.
((factor) => {
  // A wait this long is a limit for what may go wrong. It stays as long as it is: a busy machine is no fault.
  const LIMIT = 10_000;
  const sooner = (ms) => (ms < LIMIT ? ms / factor : ms);
  const { performance: clock, setTimeout: once, setInterval: often, requestAnimationFrame: frame } = window;
  const now = clock.now.bind(clock);
  clock.now = () => now() * factor;
  window.setTimeout = (act, ms = 0, ...words) => once(act, sooner(ms), ...words);
  window.setInterval = (act, ms = 0, ...words) => often(act, sooner(ms), ...words);
  window.requestAnimationFrame = (act) => frame((time) => act(time * factor));
  const stamp = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp");
  Object.defineProperty(Event.prototype, "timeStamp", {
    ...stamp,
    get() { return stamp.get.call(this) * factor; },
  });
  const video = HTMLVideoElement.prototype;
  const { requestVideoFrameCallback: shown } = video;
  const TIMES = ["presentationTime", "expectedDisplayTime", "captureTime", "receiveTime"];
  const faster = (times) => ({ ...times, ...Object.fromEntries(TIMES.filter((one) => one in times).map((one) => [one, times[one] * factor])) });
  video.requestVideoFrameCallback = function (act) {
    return shown.call(this, (time, times) => act(time * factor, faster(times)));
  };
})
