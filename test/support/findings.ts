import type { Outcome } from "./stack/command-line.ts";

/** One line of what `check --json` prints. */
export interface Finding {
  readonly id: string;
  readonly verdict: string;
  /** Where only changes are told. */
  readonly before?: string;
}

/** What `check` printed, in its order. */
export function findingsIn({ stdout }: Outcome): readonly Finding[] {
  const { version, findings, changed } = JSON.parse(stdout);
  if (version !== 1) throw new Error(`\`check\` printed a document of version ${version}.`);
  return findings ?? changed;
}

/** What is not fine, by its id. */
export function ill(outcome: Outcome): Readonly<Record<string, string>> {
  const found = findingsIn(outcome).filter(({ verdict }) => verdict !== "fine");
  return Object.fromEntries(found.map(({ id, verdict }) => [id, verdict]));
}
