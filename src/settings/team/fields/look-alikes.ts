/** Letters of other scripts that look like Latin ones (a part of Unicode's confusables.txt, UTS 39): above each, the Latin letter. */
const alike: readonly (readonly [latin: string, others: string])[] = [
  ["a", "аАΑαɑᎪ"],
  ["b", "ВΒЬᏴ"],
  ["c", "сСϹϲᏟ"],
  ["d", "ԁᎠ"],
  ["e", "еЕΕᎬҽ"],
  ["f", "Ϝ"],
  ["g", "ɡԌᏀց"],
  ["h", "һНΗհᎻ"],
  ["i", "іІΙιıӀᎥ"],
  ["j", "јЈϳᎫ"],
  ["k", "кКΚκᏦ"],
  ["l", "ӏլᏞ"],
  ["m", "МΜᎷ"],
  ["n", "Νոռ"],
  ["o", "оОΟοօՕ"],
  ["p", "рРΡρᏢ"],
  ["q", "ԛգ"],
  ["s", "ѕЅՏᏚ"],
  ["t", "ТΤτᎢ"],
  ["u", "υսՍ"],
  ["v", "νѵᏙ"],
  ["w", "ԝԜᎳѡ"],
  ["x", "хХΧχ"],
  ["y", "уУΥγүҮ"],
  ["z", "ΖᏃ"],
  ["-", "‐‑‒–—−"],
  ["'", "’‘ʼ′"],
];

const latin = new Map(alike.flatMap(([letter, others]) => [...others].map((other) => [other, letter] as const)));

/** What a text looks like: full-width and other variants as plain ones, look-alikes as Latin letters, in small letters. */
export function looksLike(text: string): string {
  return [...text.normalize("NFKC")]
    .map((each) => latin.get(each) ?? each)
    .join("")
    .toLowerCase();
}

const scripts = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee"].map(
  (name) => [name, new RegExp(`\\p{Script=${name}}`, "u")] as const,
);

/** The first word of a text that mixes scripts whose letters look alike, as no word does; null when there is none. */
export function mixedWord(text: string): { readonly word: string; readonly scripts: readonly string[] } | null {
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    const held = scripts.flatMap(([name, letter]) => (letter.test(word) ? [name] : []));
    if (held.length > 1) return { word, scripts: held };
  }
  return null;
}
