import type { ServerName } from "../../../kinds/names.ts";
import { complain, leaf, type Reading } from "../../leaf.ts";
import { plainText, quote } from "../../wording.ts";
import { mixedWord } from "./look-alikes.ts";

/** A whole alias has at most 255 bytes (Matrix spec, appendices, "Room aliases"). */
const longest = 255;

/** The local part of a room's alias, `general` of `#general:acme.example`: without spaces and invisible characters, in the normal form NFC. */
export function alias(server: ServerName) {
  return leaf<string>({ type: ["string", "number"], pattern: "^[^\\s:#]+$", maxLength: longest }, (value) =>
    readAlias(value, server),
  );
}

function readAlias(value: unknown, server: ServerName): Reading<string> {
  const written = plainText(value).normalize("NFC");
  const [, inner] = /^#?([^#:]+)(?::.*)?$/.exec(written) ?? [];
  const meant = inner === undefined || !isLocal(inner) ? null : inner;
  if (written === "")
    return complain("an alias such as `general`", value, "Write it without `#`, which begins a comment in YAML.");
  if (meant === null || meant !== written) {
    const advice = meant ?? simple(inner ?? written);
    return complain(
      "an alias without `#`, server name and spaces",
      value,
      `Write \`${advice === "" ? "general" : advice}\`.`,
    );
  }
  const mixed = mixedWord(written);
  if (mixed !== null) {
    const found = `${quote(mixed.word)} mixes ${mixed.scripts.join(" and ")} letters, which look alike`;
    return { complaints: [{ found, write: "Write the word again, with the letters of one script." }] };
  }
  const bytes = Buffer.byteLength(`#${written}:${server}`);
  if (bytes <= longest) return { value: written };
  return complain(`an alias that with \`:${server}\` has at most ${longest} bytes`, value, "Shorten it.");
}

function isLocal(text: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._=/+-]*$/u.test(text);
}

function simple(text: string): string {
  return text
    .slice(0, 100)
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}._=/+-]+/gu, "-")
    .replace(/^[^\p{L}\p{N}]+|-+$/gu, "");
}
