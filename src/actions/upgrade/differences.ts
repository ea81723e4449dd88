import { StackError } from "../../errors.ts";
import type { ContentsDifference } from "../../operations/upgrade/contents.ts";

/** The lines that a script printed. */
export function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}

/** A StackError where the new cluster is another than it should be. */
export function refuseDifferences(
  found: readonly ContentsDifference[],
  { title, next }: { readonly title: string; readonly next: string | null },
): void {
  if (found.length === 0) return;
  const shown = found.slice(0, 10).map(({ object, found }) => `  ${object}: ${found}`);
  const more = found.length > 10 ? [`  and ${found.length - 10} more`] : [];
  throw new StackError([title, ...shown, ...more].join("\n"), { next });
}
