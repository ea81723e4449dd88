import { type Problem, SpecError } from "../../src/errors.ts";
import { parseSpec } from "../../src/settings/parse.ts";
import type { Spec } from "../../src/settings/settings.ts";
import { readStackFile } from "../../src/settings/yaml/stack-file.ts";

/** When the tests take place. */
export const now = new Date("2026-11-20T12:00:00Z");

/** A stack file's text as a spec. */
export function specOf(text: string): Spec {
  return parseSpec(readStackFile(text, "Pulumi.test.yaml"), now);
}

/** What is wrong with a stack file; nothing when it is right. Any other error than SpecError is passed on. */
export function problemsOf(text: string): readonly Problem[] {
  return problemsWhen(() => specOf(text));
}

/** The problems that an action throws. */
export function problemsWhen(action: () => unknown): readonly Problem[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof SpecError) return error.problems;
    throw error;
  }
}
