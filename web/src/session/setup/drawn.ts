import type { PlacementChoice } from "../../shared/contract";
import type { Picture } from "../state";

/** What there is a small drawing of. */
export type Drawn = Picture | PlacementChoice["id"];

/** Line drawings on a 72 x 72 sheet: the camera is the filled dot, its view the dashed lines, the limb the thick line. */
export const drawings: Record<Drawn, { lines: string; limb: string; view: string; eye: [number, number] | null }> = {
  camera: { lines: "M18 14h36v34H18zM12 58h48M30 48l-3 10M42 48l3 10", limb: "M27 41l4-14M45 41l-4-14", view: "M36 17v29", eye: [36, 11] },
  glass: { lines: "M34 10h5v50h-5zM8 60h56", limb: "M50 54V30", view: "M23 54V30", eye: null },
  facing: { lines: "M8 50h56M44 22h16v22H44zM52 44v6", limb: "M12 44h20", view: "M43 32L28 40M43 34L28 47", eye: [44, 31] },
  above: { lines: "M8 60h56M58 60V12H40", limb: "M16 55h26", view: "M36 18L22 50M40 18l6 32", eye: [38, 13] },
  lid: { lines: "M8 60h56M60 60L46 60M60 58L52 20", limb: "M12 55h26", view: "M50 23L18 50M51 25L40 51", eye: [52, 20] },
  feet: { lines: "M8 60h56M14 36h18v24M50 38h12v22M8 22v38", limb: "M32 56h10", view: "M50 46L38 52M50 48L40 58", eye: [51, 46] },
};
