import type { Picture } from "./frames";
import type { Rect } from "./geometry";

/** A small grey copy of a part of the picture, for brightness and for movement between frames. */
export class Thumb {
  readonly #canvas = document.createElement("canvas");
  readonly #context: CanvasRenderingContext2D;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    [this.#canvas.width, this.#canvas.height] = [width, height];
    this.#context = this.#canvas.getContext("2d", { alpha: false, willReadFrequently: true })!;
    // Each pixel is to be the mean of the many it stands for: that takes the camera's noise away.
    this.#context.imageSmoothingQuality = "high";
  }

  /** Brightness 0..255 of `width * height` pixels, row by row; null where the region is empty. */
  take(picture: Picture, region: Rect): Uint8Array | null {
    if (region.width < 1 || region.height < 1) return null;
    this.#context.drawImage(picture.image, region.x - picture.x, region.y - picture.y, region.width, region.height, 0, 0, this.width, this.height);
    return this.#grey();
  }

  /** The same of a whole picture, whatever it is held by. */
  of(whole: CanvasImageSource): Uint8Array {
    this.#context.drawImage(whole, 0, 0, this.width, this.height);
    return this.#grey();
  }

  #grey(): Uint8Array {
    const { data } = this.#context.getImageData(0, 0, this.width, this.height);
    const grey = new Uint8Array(this.width * this.height);
    // Luma as in BT.601, which is what cameras of this size give.
    for (let k = 0; k < grey.length; k++) grey[k] = 0.299 * data[4 * k]! + 0.587 * data[4 * k + 1]! + 0.114 * data[4 * k + 2]!;
    return grey;
  }
}
