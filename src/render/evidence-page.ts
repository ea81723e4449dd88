import { Eta } from "eta/core";
import type { Templates } from "./files.ts";
import { templateAt } from "./fill.ts";

/** Writes what is signed as evidence as one self-contained page, from a template of its own and the style that all of them have. */
export function evidencePage(templates: Templates, path: string, values: object): string {
  const style = templateAt(templates, "evidence.css");
  return new Eta({ autoTrim: [false, "nl"] }).renderString(templateAt(templates, path), { ...values, style });
}
