import type { FactsAfter, FactsBefore } from "../../../src/operations/checks/facts.ts";
import type { Verdict } from "../../../src/operations/checks/finding.ts";
import type { ServerKind } from "./good-before.ts";

/** A world that is well but for one thing: what that is, and what each check has to say that is not `fine`. */
export interface WrongWorld<Facts> {
  readonly title: string;
  readonly server: ServerKind;
  /** What is otherwise than in a good world. */
  readonly otherwise: Partial<Facts> | ((good: Facts) => Partial<Facts>);
  /** Every check that is not content, by its id. */
  readonly found: Readonly<Record<string, Exclude<Verdict, "fine">>>;
  /** What the first of them says to do. */
  readonly advice: RegExp;
}

/** A wrong world before there is a server. */
export type WrongBefore = WrongWorld<FactsBefore>;
/** A wrong world around a running server. */
export type WrongAfter = WrongWorld<FactsAfter>;
