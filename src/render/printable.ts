/**
 * A text that someone else wrote, for a line of ours: without what moves a cursor, ends a line, or turns the direction of writing.
 * The joiner stays, which emoji are made with.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (character) =>
    character === "\u200d" ? character : "",
  );
}
