import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileNameFor, mediaIn } from "../../../../src/operations/recovery/export/media.ts";

const id = "$qJ90en5zKTmZhXjlOWBkosnajPAXyi2vQ0PtGQ_Uqks";

describe("the name under which a file is saved", () => {
  it("never leaves its folder, and every file system takes it, whatever its sender calls it", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc
        .array(fc.constantFrom("..", "/", "\\", "\0", ".", "a", "CON", "\u202e", "%2f", " ", "🌱"))
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(hostile, (name) => {
        const saved = fileNameFor(id, name);
        expect(saved).not.toMatch(/[/\\:*?"<>|%#\p{Cc}\p{Cf}]|\s/u);
        expect(saved).not.toMatch(/^[.-]/);
        expect(Buffer.byteLength(saved)).toBeLessThanOrEqual(255);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["minutes.pdf", "minutes.pdf"],
    ["../../etc/passwd", "etc_passwd"],
    ["report.pdf\u202egnp.exe", "report.pdfgnp.exe.download"],
    ["page.HTML", "page.HTML.download"],
    ["picture.svg", "picture.svg.download"],
    ["a photo of ours.JPG", "a_photo_of_ours.JPG"],
    ["", "file"],
    ["...", "file"],
    ["安娜.png", "安娜.png"],
  ])("of %j is %j behind a part of the event's id", (name, expected) => {
    expect(fileNameFor(id, name)).toBe(`qJ90en5zKTmZhXjlOWBkosna-${expected}`);
  });

  it("differs for two events with a file of the same name", () => {
    expect(fileNameFor("$one", "a.png")).not.toBe(fileNameFor("$two", "a.png"));
  });
});

describe("the file of an event", () => {
  const key = Buffer.alloc(32).toString("base64url");
  const iv = Buffer.alloc(16).toString("base64");
  const file = { url: "mxc://acme.test/abc", key: { k: key, alg: "A256CTR" }, iv, hashes: { sha256: "hash=" } };

  it("is found where it is encrypted and where it is not; a caption is not its name", () => {
    expect(mediaIn({ body: "look", filename: "a.png", file })).toEqual({
      serverName: "acme.test",
      mediaId: "abc",
      encryption: { key, iv, sha256: "hash" },
      name: "a.png",
    });
    expect(mediaIn({ body: "a.png", url: "mxc://acme.test/abc" })?.encryption).toBeNull();
  });

  it.each([
    {},
    { url: "https://acme.test/x" },
    { url: "mxc://acme.test/a/../../b" },
    { url: "mxc://acme.test" },
    { url: "mxc://../x?y" },
    { url: 5 },
    { file: { ...file, key: { k: "short", alg: "A256CTR" } } },
    { file: { ...file, key: { k: key, alg: "A128CTR" } } },
    { file: { ...file, hashes: {} } },
  ])("is none in %j", (content) => {
    expect(mediaIn(JSON.parse(JSON.stringify(content)))).toBeNull();
  });
});
