// A simulated camera that sees this very screen, some time later: `document.later` ms behind what the page shows.
(() => {
  document.later = 0;
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const brush = canvas.getContext("2d");
  const seen = []; // [time, brightness]
  setInterval(() => {
    const now = performance.now();
    seen.push([now, document.querySelector(".sheet.bright") ? 120 : 70]);
    while (seen.length > 1 && seen[1][0] <= now - document.later) seen.shift();
    brush.fillStyle = `rgb(${seen[0][1]} ${seen[0][1]} ${seen[0][1]})`;
    brush.fillRect(0, 0, 640, 480);
  }, 10);
  const stream = canvas.captureStream(30);
  navigator.mediaDevices.getUserMedia = async () => stream.clone();
})();
