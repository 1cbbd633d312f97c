// Looks at the session page from outside the product: put into the page before its own scripts, it touches nothing of theirs
// but the canvas's drawing calls, behind which it reads what a person sees. One reading is one drawn frame: the calls of one
// frame run in one task, and the reading follows in the microtask after it, before the browser can paint.
(() => {
  const canvas = CanvasRenderingContext2D.prototype;
  const read = canvas.getImageData;
  const ROWS = [12, 24, 36];
  const waiting = [];
  const rows = [];
  const unlike = [];
  let draws = 0;
  let due = false;
  let wanted = 0;
  let fresh = 0;
  let held = null;

  const visible = () => document.querySelector("canvas");
  const pixels = (from = visible()) => read.call(from.getContext("2d"), 0, 0, from.width, from.height);
  const words = (image) => new Uint32Array(image.data.buffer);
  const base64 = (bytes) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(new Blob([bytes]));
  });

  /** The strip of numbers, and how many pixels of the two halves are not each other's reflection. */
  function note(image) {
    const { width, height, data } = image;
    const before = rows.at(-1);
    for (const y of ROWS) rows.push(Uint8Array.from({ length: width }, (_, x) => data[4 * (y * width + x) + 1]));
    if (!before || rows.at(-1).some((value, x) => value !== before[x])) fresh += 1;
    const all = words(image);
    let count = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width / 2; x++) if (all[y * width + x] !== all[(y + 1) * width - 1 - x]) count++;
    }
    unlike.push(count);
  }

  function drawn(context) {
    if (!context.canvas.isConnected || due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      draws += 1;
      if (fresh < wanted) note(pixels(context.canvas));
      for (const one of waiting.splice(0)) if (one.until <= draws) one.done(draws); else waiting.push(one);
    });
  }

  for (const name of ["drawImage", "putImageData"]) {
    const own = canvas[name];
    canvas[name] = function (...given) {
      own.apply(this, given);
      drawn(this);
    };
  }

  const later = (count) => new Promise((done) => waiting.push({ until: draws + count, done }));

  const watch = {
    /** Resolves when so many more frames were drawn. */
    drawn: later,
    get draws() {
      return draws;
    },
    /** A canvas, the first if none is named, as base64 of its RGBA bytes. */
    async picture(from = visible()) {
      const { width, height, data } = pixels(from);
      return [width, height, await base64(data)];
    },
    /**
     * What was read of every drawn frame until so many showed another number than the one before: `width`, luma of three
     * rows of each as base64, pixels unlike in each.
     */
    async frames(count) {
      rows.length = unlike.length = fresh = 0;
      wanted = count;
      while (fresh < wanted) await later(1);
      return [rows[0].length, await base64(new Blob(rows)), unlike];
    },
    /** Keeps the canvas, to be compared with later by `changed`. */
    keep: () => void (held = words(pixels()).slice()),
    changed: () => words(pixels()).reduce((sum, word, k) => sum + (word !== held[k] ? 1 : 0), 0),
    /** How many frames the camera has given to the page. */
    given: () => document.querySelector("video").getVideoPlaybackQuality().totalVideoFrames,
    /** The lines that lie on this device's disk. */
    log: () => new Promise((done, failed) => {
      const opening = indexedDB.open("mirra");
      opening.onerror = failed;
      opening.onsuccess = () => {
        const all = opening.result.transaction("lines").objectStore("lines").getAll();
        all.onsuccess = () => {
          opening.result.close();
          done(all.result.map(({ session, line }) => [session, line]));
        };
      };
    }),
    /** From now on notes the times (ms) at which the middle of the screen turned from dark to bright. */
    flashes() {
      const times = [];
      let before = null;
      const look = (now) => {
        let node = document.elementFromPoint(innerWidth / 2, innerHeight / 3);
        let colour = "";
        for (; node; node = node.parentElement) {
          colour = getComputedStyle(node).backgroundColor;
          if (!/^rgba\(.*, 0\)$/.test(colour)) break;
        }
        const [red, green, blue] = (colour.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
        const bright = 0.3 * red + 0.6 * green + 0.1 * blue > 128;
        if (bright && before === false) times.push(now);
        before = bright;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      watch.flashed = () => times;
    },
  };
  // The session page takes away what it does not know, but for what cannot be changed any more.
  Object.defineProperty(window, "watch", { value: watch });
})();
