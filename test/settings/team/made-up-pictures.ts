import type { FileFacts } from "../../../src/kinds/file-facts.ts";

const file = (beginning: string, bytes = beginning.length): FileFacts => ({
  ...{ kind: "file", bytes, sha256: `digest of ${beginning.length} bytes` },
  beginning: Buffer.from(beginning, "latin1"),
});

const declared = '<?xml version="1.0"?>\n<!-- ours -->\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';

/** What is at the paths that the tests' rosters name; at every other one is nothing. */
export const madeUpPictures: ReadonlyMap<string, FileFacts> = new Map([
  ["pictures/general.png", file("\x89PNG\r\n\x1a\n and so on", 4_711)],
  ["général.JPG", file("\xff\xd8\xff\xe0 and so on")],
  ["moving.gif", file("GIF89a and so on")],
  ["old.gif", file("GIF87a and so on")],
  ["new.png", file("RIFF\x10\x27\0\0WEBPVP8L and so on")],
  ["drawing.svg", file('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ["declared.png", file(declared)],
  ["wide.svg", file(`\xff\xfe${[...'\n<svg width="1">'].map((each) => `${each}\0`).join("")}`)],
  ["page.html", file("<!doctype html><p>Our <b>logo</b></p>")],
  ["sound.png", file("RIFF\x10\x27\0\0WAVEfmt and so on")],
  ["photo.heic", file("\0\0\0\x18ftypheic and so on")],
  ["half.png", file("\x89PNG\r\n")],
  ["empty.png", file("")],
  ["large.png", { kind: "too-large", bytes: 12_800_000 }],
  ["larger.png", { kind: "too-large", bytes: 10_485_761 }],
  ["pictures", { kind: "no-file" }],
  ["link.png", { kind: "outside" }],
  ["secret.png", { kind: "unreadable", why: "EACCES" }],
] satisfies readonly (readonly [string, FileFacts])[]);
