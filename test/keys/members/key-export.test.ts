import { randomBytes } from "node:crypto";
import { initAsync, OlmMachine } from "@matrix-org/matrix-sdk-crypto-wasm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readKeyExport, writeKeyExport } from "../../../src/keys/members/key-export.ts";
import { Secret } from "../../../src/kinds/secret.ts";

const passphrase = new Secret("correct horse — 電池");
const rounds = 10; // what is tested here does not depend on how many

async function opened(text: string, secret = passphrase): Promise<string> {
  const found = await readKeyExport(text, secret);
  return found instanceof Secret ? found.reveal() : `refused: ${found}`;
}

function bytesOf(file: string): Buffer {
  return Buffer.from(file.split("\n").slice(1, -2).join(""), "base64");
}

function fileOf(bytes: Buffer): string {
  return `-----BEGIN MEGOLM SESSION DATA-----\n${bytes.toString("base64")}\n-----END MEGOLM SESSION DATA-----\n`;
}

describe("a key-export file", () => {
  it("gives back what was written, for any text and passphrase", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string({ minLength: 1 }), async (text, typed) => {
        const file = await writeKeyExport(new Secret(text), new Secret(typed), randomBytes, rounds);
        expect(await opened(file, new Secret(typed))).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it("is refused with any one byte of it changed", async () => {
    const file = await writeKeyExport(new Secret('[{"session_id":"one"}]'), passphrase, randomBytes, rounds);
    const bytes = bytesOf(file);
    // The upper bytes of the number of rounds would only cost time.
    const at = fc.integer({ min: 0, max: bytes.length - 1 }).filter((place) => place !== 33 && place !== 34);
    await fc.assert(
      fc.asyncProperty(at, fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ change;
        expect(await opened(fileOf(changed))).toMatch(/^refused/);
      }),
      { numRuns: 300 },
    );
  });

  it("is refused with any one character of it changed", async () => {
    const file = await writeKeyExport(new Secret("[]"), passphrase, randomBytes, rounds);
    const at = fc.integer({ min: 0, max: file.length - 2 });
    const other = fc.integer({ min: 33, max: 126 });
    await fc.assert(
      fc.asyncProperty(at, other, async (place, code) => {
        fc.pre(file.charCodeAt(place) !== code);
        const rather = String.fromCharCode(code);
        const encoded = bytesOf(file.slice(0, place) + rather + file.slice(place + 1));
        fc.pre(encoded.length < 37 || encoded.readUInt32BE(33) < 100_000);
        expect(await opened(file.slice(0, place) + rather + file.slice(place + 1))).toMatch(/^refused/);
      }),
      { numRuns: 300 },
    );
  });

  it("asks for no more work than clients make it ask", async () => {
    const bytes = bytesOf(await writeKeyExport(new Secret("[]"), passphrase, randomBytes, rounds));
    bytes.writeUInt32BE(4_000_000_000, 33);
    expect(await opened(fileOf(bytes))).toBe("refused: unknown-version");
  });

  it.each(["", "hello", "-----BEGIN MEGOLM SESSION DATA-----\n-----END MEGOLM SESSION DATA-----\n"])(
    "is not what this is: %j",
    async (text) => {
      expect(await opened(text)).toBe("refused: not-a-key-file");
    },
  );

  it("never counts with bit 63, and makes Element's number of rounds", async () => {
    const ones = (count: number) => new Uint8Array(count).fill(255);
    const bytes = bytesOf(await writeKeyExport(new Secret("[]"), passphrase, ones));
    expect(bytes[25]).toBe(0x7f);
    expect(bytes.readUInt32BE(33)).toBe(500_000);
  });
});

describe("beside the library of the clients (matrix-sdk-crypto)", () => {
  it("a file of ours opens there", async () => {
    await initAsync();
    const file = await writeKeyExport(new Secret("[]"), passphrase, randomBytes, 1_000);
    expect(JSON.parse(OlmMachine.decryptExportedRoomKeys(file, passphrase.reveal()))).toEqual([]);
    expect(() => OlmMachine.decryptExportedRoomKeys(file, "another")).toThrow(/MAC/);
  });

  it("a file of theirs opens here", async () => {
    await initAsync();
    const file = OlmMachine.encryptExportedRoomKeys("[]", passphrase.reveal(), 1_000);
    expect(await opened(file)).toBe("[]");
    expect(await opened(file, new Secret("another"))).toBe("refused: wrong-passphrase-or-damaged");
  });
});
