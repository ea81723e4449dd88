import type { Procedure, Told, Words } from "../../../../src/render/recovery/procedures/procedure.ts";

/** Every text of a procedure. */
export function textsOf({ title, when, before, steps, after }: Procedure): readonly string[] {
  const told = steps.flatMap((step) => [step.title, step.onlyIf ?? "", ...toldIn(step.words)]);
  return [title, when, ...before, ...told, ...after];
}

function toldIn(words: Words): readonly string[] {
  return Object.values<Told>(words).flatMap((told) => ("cannot" in told ? told.cannot : told));
}

/** The words of a page or sentence alone, without what marks them in HTML or Markdown. */
export function wordsIn(text: string): string {
  return text
    .replace(/<\/?[a-z!][^>]*>/g, " ")
    .replace(/\]\([^)]*\)/g, " ")
    .replace(/^#+ (\d+\. )?|^- /gm, "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/[`*\\[\]]/g, "")
    .replace(/\s+/g, " ")
    .replace(/ ([.,:;])/g, "$1")
    .trim();
}
