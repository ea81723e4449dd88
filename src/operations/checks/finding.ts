import type { Observed } from "../../kinds/observed.ts";

/** How a look ended. `unknown`: there was nothing to judge, because it could not be observed. */
export type Verdict = "fine" | "warning" | "wrong" | "unknown";

/** What one check makes of what was seen. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One short sentence. */
  readonly found: string;
  /** What to do; null if nothing must be done. */
  readonly advice: string | null;
}

/** What one check found. */
export interface Finding extends Judgement {
  readonly id: string;
  readonly title: string;
  /** Why it matters. */
  readonly why: string;
}

/** When `up` enforces a check. */
export type Refuses = "never" | "first" | "always";

/** One check, by its name. */
export interface Check<Facts> {
  readonly id: string;
  /** The statement that is true when the check is fine. */
  readonly title: string;
  readonly why: string;
  /** Whether `up` makes nothing while this is wrong: never, when it makes the stack for the first time, or always. */
  readonly refuses: Refuses;
  /** null where it has nothing to say about such a server. */
  run(facts: Facts): Judgement | null;
}

/** How a check is written: when it applies, what it observes, and how it judges that. */
export interface Definition<Facts, Seen> extends Pick<Check<Facts>, "id" | "title" | "why"> {
  readonly refuses?: Refuses;
  when?(facts: Facts): boolean;
  observe(facts: Facts): Observed<Seen>;
  judge(seen: Seen, facts: Facts): Judgement;
  /** What to do where it could not be observed, and the reason does not say. */
  readonly unseenAdvice?: string | ((facts: Facts) => string);
}

/** A check from its definition: what could not be observed has the verdict unknown. */
export function defineCheck<Facts, Seen>(definition: Definition<Facts, Seen>): Check<Facts> {
  const { id, title, why, refuses = "never", unseenAdvice = null } = definition;
  const run = (facts: Facts): Judgement | null => {
    if (definition.when?.(facts) === false) return null;
    const observed = definition.observe(facts);
    if ("seen" in observed) return definition.judge(observed.seen, facts);
    const otherwise = typeof unseenAdvice === "function" ? unseenAdvice(facts) : unseenAdvice;
    return unknown(`could not be observed: ${observed.unseen}`, observed.advice ?? otherwise);
  };
  return { id, title, why, refuses, run };
}

/** Runs checks on what was observed, in their order. */
export function runChecks<Facts>(checks: readonly Check<Facts>[], facts: Facts): readonly Finding[] {
  return checks.flatMap((check) => {
    const judgement = check.run(facts);
    return judgement === null ? [] : [{ id: check.id, title: check.title, why: check.why, ...judgement }];
  });
}

/** The verdict fine. */
export function fine(found: string): Judgement {
  return { verdict: "fine", found, advice: null };
}

/** There was nothing to judge. */
function unknown(found: string, advice: string | null): Judgement {
  return { verdict: "unknown", found, advice };
}

/** It works, with a warning. */
export function warning(found: string, advice: string): Judgement {
  return { verdict: "warning", found, advice };
}

/** It does not work, or is open where it should be closed. */
export function wrong(found: string, advice: string): Judgement {
  return { verdict: "wrong", found, advice };
}

const severity = ["fine", "warning", "unknown", "wrong"] as const;

/** Several judgements as one: the worst counts, and says what it found and what to do. */
export function together(judgements: readonly Judgement[]): Judgement {
  const worst = severity.findLast((each) => judgements.some(({ verdict }) => verdict === each)) ?? "fine";
  const those = judgements.filter(({ verdict }) => verdict === worst);
  const all = (texts: readonly (string | null)[]) => [...new Set(texts.filter((each) => each !== null))];
  const advice = all(those.map((each) => each.advice));
  return {
    verdict: worst,
    found: all(those.map(({ found }) => found)).join("; "),
    advice: advice.length === 0 ? null : advice.join("\n"),
  };
}

/** The check that finds drift; alone, it has an exit code of its own. */
export const driftId = "drift";

/** 0 if everything is fine or only a warning, 4 if drift is the only finding, 3 otherwise, also if something could not be observed. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 3 | 4 {
  const ill = findings.filter(({ verdict }) => verdict === "wrong" || verdict === "unknown");
  if (ill.length === 0) return 0;
  return ill.every(({ id, verdict }) => id === driftId && verdict === "wrong") ? 4 : 3;
}
