/**
 * A text that a member chose, as a terminal can show it: without what moves the cursor, changes colours, or turns the direction of
 * reading (Unicode, categories Cc, Cf and Zl). Not too long for a table.
 */
export function shownText(text: string, longest = 40): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
  const letters = [...plain];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : plain;
}
