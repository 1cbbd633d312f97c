import type { Picture } from "./frames";
import { CELL } from "./table";
import { type Drawing, plan, type Rect, type ViewSettings } from "./geometry";
import type { Overlay } from "./quiet";

/** Draws frames onto the canvas as the person is to see them; one canvas pixel per camera pixel. */
export class Mirror {
  readonly #context: CanvasRenderingContext2D;
  #drawing: Drawing | undefined;
  #planned = "";

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly cover: string,
  ) {
    // Not desynchronized: such a canvas may be shown between two patches, and gained nothing when measured.
    this.#context = canvas.getContext("2d", { alpha: false })!;
    this.clear();
  }

  /**
   * Draws one picture; every patch comes from its one image, so the two sides never differ in time. What lies `over` the picture
   * is drawn with each patch, turned and reflected as it is.
   */
  draw(picture: Picture, settings: ViewSettings, over: Overlay | null = null): void {
    const { width, height, patches, covers } = this.#plan(picture, settings);
    const context = this.#context;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      [this.canvas.width, this.canvas.height] = [width, height];
    }
    for (const { from, matrix } of patches) {
      context.setTransform(...matrix);
      // Pixels map one to one, so smoothing could only smear the two sides into each other at the midline.
      context.imageSmoothingEnabled = false;
      context.drawImage(picture.image, from.x - picture.x, from.y - picture.y, from.width, from.height, from.x, from.y, from.width, from.height);
      if (!over) continue;
      context.imageSmoothingEnabled = true;
      context.drawImage(over.image, (from.x - over.x) / CELL, (from.y - over.y) / CELL, from.width / CELL, from.height / CELL, from.x, from.y, from.width, from.height);
    }
    context.resetTransform();
    context.fillStyle = this.cover;
    for (const c of covers) context.fillRect(c.x, c.y, c.width, c.height);
  }

  /** The parts of a frame of this size that are drawn. */
  needs(size: Pick<Picture, "width" | "height">, settings: ViewSettings): Rect[] {
    return this.#plan(size, settings).patches.map(({ from }) => from);
  }

  /** Leaves nothing of any picture on the canvas. */
  clear(): void {
    this.#context.resetTransform();
    this.#context.fillStyle = this.cover;
    this.#context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  #plan(picture: Pick<Picture, "width" | "height">, s: ViewSettings): Drawing {
    const wanted = [picture.width, picture.height, s.view, s.intact, s.rotate, s.flip, s.midline, s.zoom?.top, s.zoom?.height, s.display?.size, s.display?.covered].join();
    if (!this.#drawing || wanted !== this.#planned) {
      this.#drawing = plan(picture.width, picture.height, s);
      this.#planned = wanted;
    }
    return this.#drawing;
  }
}
