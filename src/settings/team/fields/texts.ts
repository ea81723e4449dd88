import { complain, leaf, type Reading } from "../../leaf.ts";
import { plainText, quote, showValue } from "../../wording.ts";
import { mixedWord } from "./look-alikes.ts";

/** How long a text may be, and what it is called in a message. */
interface TextKind {
  readonly what: string;
  readonly max: number;
  readonly example: string;
  readonly lines?: true;
}

/** A text that people will see, in the normal form NFC: nothing invisible, nothing that changes the direction of what is beside it. */
export function text({ what, max, example, lines }: TextKind) {
  const expected = `${what} of at most ${max} characters`;
  return leaf<string>({ type: ["string", "number"], minLength: 1, maxLength: max }, (value) => {
    const written = plainText(value).normalize("NFC");
    if (written.trim() === "") return complain(expected, value, `Write one such as \`${example}\`.`);
    if ([...written].length > max) return complain(expected, value, "Shorten it.");
    const wrong = lines === true ? unseen(written.replace(/\r?\n/g, "")) : unseen(written);
    return wrong === null ? { value: written.trim() } : wrong;
  });
}

/** A word that rooms and members refer to, such as the name of a team. */
export function word(what: string, example: string) {
  const expected = `${what} of at most 64 letters, digits, \`-\`, \`_\` and spaces`;
  return leaf<string>({ type: ["string", "number"], minLength: 1, maxLength: 64 }, (value) => {
    const written = plainText(value).normalize("NFC");
    const wrong = unseen(written);
    if (wrong !== null && written !== "") return wrong;
    if (/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._&+-]{0,63}$/u.test(written)) return { value: written };
    return complain(expected, value, `Write one such as \`${example}\`.`);
  });
}

/** What a reader would not see, or not in its place. */
function unseen(written: string): Reading<never> | null {
  const mark = invisibles.find(({ pattern }) => pattern.test(written));
  if (mark !== undefined)
    return { complaints: [{ found: `${showValue(written)} holds ${mark.what}`, write: mark.write }] };
  const mixed = mixedWord(written);
  if (mixed === null) return null;
  const found = `${quote(mixed.word)} mixes ${mixed.scripts.join(" and ")} letters, which look alike`;
  return { complaints: [{ found, write: "Write the word again, with the letters of one script." }] };
}

const invisibles: readonly { readonly pattern: RegExp; readonly what: string; readonly write: string }[] = [
  {
    pattern: /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
    what: "a mark that turns the direction of writing",
    write: "Delete the mark: scripts from right to left need none.",
  },
  // The joiners stand between letters of Persian and Indic scripts and within emoji (Unicode, section 23.2).
  {
    pattern:
      /(?<!\p{L}|\p{M}|\p{Extended_Pictographic}|\p{Emoji_Modifier})[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])|[a-z][\u200c\u200d][a-z]/iu,
    what: "a joiner that nothing shows",
    write: "Delete the character.",
  },
  {
    pattern:
      /(?![\u200c\u200d])(?:\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}(?<!\p{Variation_Selector})|\u2800)/u,
    what: "a character that nothing shows",
    write: "Delete the character.",
  },
  {
    pattern: /[\p{Cs}\p{Co}\p{Cn}]/u,
    what: "a character that Unicode does not define",
    write: "Write it with other characters.",
  },
  { pattern: /\p{M}{5}/u, what: "more than four marks on one letter", write: "Write the letter with fewer marks." },
  { pattern: /^\p{M}/u, what: "a mark without a letter at its beginning", write: "Begin with a letter." },
];

/** An e-mail address as it is typed into a mail program; the rest is for the mail server to judge. */
export const email = leaf<string>(
  { type: "string", pattern: '^[^\\s@<>,;:"()\\[\\]\\\\]+@[^\\s@<>,;:"()\\[\\]\\\\]+$', maxLength: 254 },
  (value) => {
    const written = plainText(value);
    const wrong = unseen(written);
    if (wrong !== null && written !== "") return wrong;
    const isAddress = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\.]+(\.[^\s@<>,;:"()[\]\\.]+)*$/.test(written);
    if (isAddress && written.length <= 254) return { value: written };
    const inside = /<([^<>\s]+@[^<>\s]+)>/.exec(written)?.[1] ?? written.replace(/^mailto:/, "");
    const meant = /^[^\s@<>,;:]+@[^\s@<>,;:]+$/.test(inside) && inside !== written ? inside : "ana@acme.example";
    return complain("one e-mail address", value, `Write an address such as \`${meant}\`.`);
  },
);
