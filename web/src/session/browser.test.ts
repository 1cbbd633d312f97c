import { expect, it } from "vitest";
import { family, variant } from "./browser";

it("tells the browser families apart by what they say of themselves", () => {
  const like = "Mozilla/5.0 (X) AppleWebKit/537.36 (KHTML, like Gecko)";
  expect(family(`${like} Chrome/140.0 Safari/537.36`)).toBe("chromium");
  expect(family(`${like} Version/18.0 Safari/605.1`)).toBe("safari");
  expect(family("Mozilla/5.0 (X; rv:140.0) Gecko/20100101 Firefox/140.0")).toBe("firefox");
  expect(family("curl/8")).toBe("other");
});

it("takes a click without a press or a key as a switch", () => {
  expect(variant(new Event("click"))).toBe("switch");
  expect(variant(new Event("keydown"))).toBe("keyboard");
  expect(variant(new Event("pointerdown"))).toBe("pointer");
});
