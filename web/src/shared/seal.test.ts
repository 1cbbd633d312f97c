import { describe, expect, it } from "vitest";
import { base64url, keyName, outside, plain, sealer, SIZES } from "./seal";

const S = "a".repeat(32);
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "base64url"));

/** A clinic's key pair, and how it opens a line: by WebCrypto alone, which the page does not use for that. */
async function clinic() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return {
    key: base64url(point),
    async open(text: string, about: string): Promise<string> {
      const [, , , from, box] = text.split(".").map((part) => part);
      const sender = await crypto.subtle.importKey("raw", bytes(from!), { name: "ECDH", namedCurve: "P-256" }, false, []);
      const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: sender }, pair.privateKey, 256);
      const info = Buffer.concat([Buffer.from("mirra outbox 1"), bytes(from!), point]);
      const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
      const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
      const key = await crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
      const [iv, rest] = [bytes(box!).slice(0, 12), bytes(box!).slice(12)];
      const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: Buffer.from(about) }, key, rest);
      return Buffer.from(opened).toString("utf8").replace(/\0+$/, "");
    },
  };
}

describe("a sealed line", () => {
  it("is opened by the clinic, at its own place in its own session only", async () => {
    const { key, open } = await clinic();
    const seal = await sealer(key);
    for (const line of ["{}", "\u00fc".repeat(400), "x".repeat(8192)]) {
      const text = seal(S, 7, line);
      expect(await open(text, `${S}.7`)).toBe(line);
      await expect(open(text, `${S}.8`)).rejects.toThrow();
      expect(outside(text)).toEqual({ seq: 7, key: await keyName(key) });
    }
  });

  it("has one of three lengths, whatever is in it", async () => {
    const seal = await sealer((await clinic()).key);
    const lengths = new Set(Array.from({ length: 8193 / 64 }, (_, i) => seal(S, 1, "x".repeat(i * 64)).length));
    expect(lengths.size).toBe(SIZES.length);
  });

  it("is another text each time, from one page and from the next", async () => {
    const { key } = await clinic();
    const [seal, next] = [await sealer(key), await sealer(key)];
    expect(new Set([seal(S, 1, "{}"), seal(S, 1, "{}"), next(S, 1, "{}")]).size).toBe(3);
    expect(seal(S, 1, "{}").split(".")[3]).not.toBe(next(S, 1, "{}").split(".")[3]);
  });

  it("does not exist for a line that is too long to be an event", async () => {
    const seal = await sealer((await clinic()).key);
    expect(() => seal(S, 1, "x".repeat(8193))).toThrow(RangeError);
  });
});

it("without a key, or with one that is not a key, lines stay as they are", async () => {
  expect(await sealer(null)).toBe(plain);
  expect(await sealer(base64url(new Uint8Array(65)))).toBe(plain);
  expect(plain(S, 1, "{}")).toBe("{}");
});
