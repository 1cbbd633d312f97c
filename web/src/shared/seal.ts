// Seals lines to the clinic: this device can write them, and only the clinic can read them. clinic/sealed.py opens them.
//
// WebCrypto agrees on a key once, when the page loads, and the private half is never stored. The lines themselves are
// encrypted by @noble/ciphers: a page that is being closed must store its last line in the same turn (see log.ts), and
// WebCrypto's encrypt would answer in a later one, which no longer comes.
import { gcm } from "@noble/ciphers/aes.js";

/** The text that is stored and sent for a line of a session's log. */
export type Seal = (session: string, seq: number, line: string) => string;

/** Bytes of a line with its filling, so that the length of a sealed line tells almost nothing. */
export const SIZES = [512, 2048, 8192] as const;
export const MARK = "sealed1.";
const NONCE = 12;
const TAG = 16;
const FORM = /^sealed1\.([0-9a-f]{16})\.(0|[1-9]\d{0,6})\.([\w-]{87})\.([\w-]+)$/;
const LETTERS = new Set(SIZES.map((size) => Math.ceil(((NONCE + size + TAG) * 4) / 3)));
const utf8 = new TextEncoder();

/** For where nothing can be sealed: no key is known yet, or the browser has no WebCrypto. */
export const plain: Seal = (_session, _seq, line) => line;

export function base64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

/** The name of a clinic's key, as it stands in every line sealed to it. */
export async function keyName(key: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(key)));
  return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A seal to a clinic's key, good for as long as the page lives; `plain` where it cannot be made. */
export async function sealer(key: string | null): Promise<Seal> {
  if (key === null || !globalThis.crypto?.subtle) return plain;
  try {
    const point = bytesOf(key);
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const clinic = await crypto.subtle.importKey("raw", point, curve, false, []);
    const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const sender = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: clinic }, own.privateKey, 256);
    const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
    const info = Uint8Array.from([...utf8.encode("mirra outbox 1"), ...sender, ...point]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info };
    const secret = new Uint8Array(await crypto.subtle.deriveBits(how, material, 256));
    return sealing(secret, await keyName(key), base64url(sender));
  } catch {
    return plain; // a browser without this curve; "About this browser" says that entries wait unencrypted
  }
}

function sealing(secret: Uint8Array, name: string, sender: string): Seal {
  return (session, seq, line) => {
    const bytes = utf8.encode(line);
    const size = SIZES.find((one) => one >= bytes.length);
    if (size === undefined) throw new RangeError("A line is longer than the log allows.");
    const filled = new Uint8Array(size);
    filled.set(bytes);
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const box = new Uint8Array(NONCE + size + TAG);
    box.set(nonce);
    box.set(gcm(secret, nonce, utf8.encode(`${session}.${seq}`)).encrypt(filled), NONCE);
    return `${MARK}${name}.${seq}.${sender}.${base64url(box)}`;
  };
}

/** The place and the key's name that a sealed line says outside; undefined when it is not in the form. */
export function outside(text: string): { seq: number; key: string } | undefined {
  const [, key, seq, , box] = FORM.exec(text) ?? [];
  if (key === undefined || seq === undefined || box === undefined || !LETTERS.has(box.length)) return undefined;
  return { seq: Number(seq), key };
}
