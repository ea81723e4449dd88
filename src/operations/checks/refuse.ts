import { Refusal } from "../../errors.ts";
import type { Check, Finding } from "./finding.ts";

/** When `up` looks: before it makes a stack for the first time, or any later time. */
export type Occasion = "first" | "later";

/** The ids of what keeps `up` from making anything on that occasion. */
export function refusingIds(
  checks: readonly Pick<Check<never>, "id" | "refuses">[],
  occasion: Occasion,
): readonly string[] {
  return checks
    .filter(({ refuses }) => refuses === "always" || (refuses === "first" && occasion === "first"))
    .map(({ id }) => id);
}

/** Refuses to continue while something is wrong that must be fixed first, and names all of it; `skipCheck` contains the ids to skip. */
export function refuseWhatIsWrong(
  findings: readonly Finding[],
  refusing: readonly string[],
  skipCheck: readonly string[] = [],
): void {
  const wrong = findings.filter(
    ({ id, verdict }) => verdict === "wrong" && refusing.includes(id) && !skipCheck.includes(id),
  );
  if (wrong.length === 0) return;
  throw new Refusal(wrong.map(({ id, found }) => `${found} (${id})`).join("\n"), {
    next: [
      ...wrong.map(({ advice }) => advice ?? ""),
      "Nothing was created. `npx chatkeep doctor` shows all checks.",
    ].join("\n"),
  });
}
