// Draws what is judged: a cross, or a picture turned and flipped, on its plain background. Every file shows a right limb.
import type { Trial } from "../shared/contract";

/** Pixels each way, of a file and of the canvas. */
export const SIZE = 480;
/** The two backgrounds that the pictures are drawn to be seen on; the cross is in the other's colour. */
const GROUND = { light: "rgb(250 250 250)", dark: "rgb(18 20 24)" };
const ARM = 20;
const THICK = 6;

export const fileOf = ({ limb, posture, view, tone }: Trial): string => `/assets/stimuli/${limb}_${posture}_${view}_${tone}.webp`;

export type Pictures = ReadonlyMap<string, HTMLImageElement | HTMLCanvasElement>;

/** Every picture of these trials, ready to be drawn without waiting. Fails where one cannot be had. */
export async function decoded(trials: readonly Trial[]): Promise<Pictures> {
  const files = [...new Set(trials.map(fileOf))];
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, HTMLImageElement]> => {
        const image = document.createElement("img");
        image.src = file;
        await image.decode();
        return [file, image];
      }),
    ),
  );
}

function canvas(): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const made = document.createElement("canvas");
  made.width = made.height = SIZE;
  return [made, context(made)];
}
export const context = (of: HTMLCanvasElement): CanvasRenderingContext2D => of.getContext("2d", { alpha: false })!;

/** Nothing: the picture is gone, since it was answered. */
export function drawNothing(on: CanvasRenderingContext2D, { background }: Trial): void {
  on.setTransform(1, 0, 0, 1, 0, 0);
  on.fillStyle = GROUND[background];
  on.fillRect(0, 0, SIZE, SIZE);
}

export function drawCross(on: CanvasRenderingContext2D, trial: Trial): void {
  drawNothing(on, trial);
  on.fillStyle = GROUND[trial.background === "light" ? "dark" : "light"];
  on.fillRect(SIZE / 2 - ARM, SIZE / 2 - THICK / 2, 2 * ARM, THICK);
  on.fillRect(SIZE / 2 - THICK / 2, SIZE / 2 - ARM, THICK, 2 * ARM);
}

/** The turned picture. A left limb is the right one turned the other way and then flipped pixel by pixel: an exact mirror. */
export function turned(pictures: Pictures, trial: Trial): HTMLCanvasElement {
  const [made, on] = canvas();
  drawNothing(on, trial);
  const clockwise = trial.side === "right" ? trial.turn : 360 - trial.turn;
  on.translate(SIZE / 2, SIZE / 2);
  on.rotate((clockwise * Math.PI) / 180);
  on.drawImage(pictures.get(fileOf(trial))!, -SIZE / 2, -SIZE / 2, SIZE, SIZE);
  return made;
}

export function drawPicture(on: CanvasRenderingContext2D, ready: HTMLCanvasElement, side: Trial["side"]): void {
  on.imageSmoothingEnabled = false;
  if (side === "right") on.setTransform(1, 0, 0, 1, 0, 0);
  else on.setTransform(-1, 0, 0, 1, SIZE, 0);
  on.drawImage(ready, 0, 0);
}
