import { unpadded } from "../../keys/signing-key.ts";
import type { Secret } from "../../kinds/secret.ts";

/**
 * The encodings of a secret in a text, without what surrounds them:
 * - its own text: what files, settings, headers and command lines hold;
 * - that text in JSON, once and twice (JSON inside JSON: Pulumi's events, its settings in one variable), with `/` escaped too;
 * - that text URL-encoded, in capital and small digits: query strings and form bodies;
 * - base64 of that text: bodies of HTTP requests, archives inside JSON, basic authentication;
 * - the 32 bytes behind it in hexadecimal, capital and small, in either base64 (which finds padded ones too), and bare: dumps, debug
 *   prints, and the memory of processes where a place comes as latin1.
 * Base64 inside base64 of something longer begins at one of three offsets, so there are three forms of each.
 * What is compressed or encrypted is not found.
 */
export function encodingsOf(secret: Secret): readonly string[] {
  const text = secret.reveal().trim();
  if (text.length < shortest) throw new RangeError(`a secret of fewer than ${shortest} characters is found by chance`);
  const bytes = bytesBehind(text);
  const written = bytes === null ? [text] : [text, bytes.toString("base64url"), unpadded(bytes)];
  const forms = [...written.flatMap(writtenForms), ...byteForms(Buffer.from(text)), ...(bytes ? byteForms(bytes) : [])];
  return [...new Set(forms)].filter((form) => form.length >= shortest);
}

const shortest = 12;

/** What base64 or base64url text stands for, with or without padding; null where it is neither. */
function bytesBehind(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64url");
  const plain = text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return bytes.toString("base64url") === plain ? bytes : null;
}

function writtenForms(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const slashed = json.replaceAll("/", "\\/");
  const url = encodeURIComponent(text);
  const smallUrl = url.replace(/%../g, (escaped) => escaped.toLowerCase());
  return [text, json, slashed, twice(json), twice(slashed), url, smallUrl];
}

function twice(json: string): string {
  return JSON.stringify(json).slice(1, -1);
}

function byteForms(bytes: Buffer): readonly string[] {
  const hex = bytes.toString("hex");
  return [bytes.toString("latin1"), hex, hex.toUpperCase(), ...insideBase64(bytes)];
}

/** Only whole characters: those at the edges depend on what stands before and after. */
function insideBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]);
    const whole = [Math.ceil((before * 8) / 6), Math.floor((shifted.length * 8) / 6)] as const;
    return (["base64", "base64url"] as const).map((encoding) => shifted.toString(encoding).slice(...whole));
  });
}
