import { expect, it } from "vitest";
import { qrPath } from "./qr";

it("fills exactly the dark cells, a run at a time", () => {
  expect(qrPath(["110", "001", "000"])).toBe("M0 0h2v1h-2zM2 1h1v1h-1z");
});
