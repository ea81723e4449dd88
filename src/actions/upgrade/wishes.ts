import type { PostgresVersion } from "../../kinds/postgres-version.ts";
import type { UpgradeRoute } from "../../operations/upgrade/decide.ts";
import type { Rehearsal } from "../../operations/upgrade/downtime.ts";
import type { PreflightFacts, PreflightFinding } from "../../operations/upgrade/preflight.ts";
import type { UpgradeStep } from "../../operations/upgrade/steps.ts";
import type { BeforeStep } from "./performing.ts";

/** How an upgrade is wished for. */
export interface UpgradeWishes {
  readonly to: PostgresVersion;
  /** `dry run` only looks, `rehearse` does all that can be done while the server serves. */
  readonly until: "dry run" | "rehearse" | "upgrade";
  /** For what breaks something on purpose. */
  readonly before: BeforeStep | null;
}

/** What is known before an upgrade. */
export interface UpgradePlan {
  readonly stack: string;
  readonly route: UpgradeRoute;
  readonly facts: PreflightFacts;
  readonly findings: readonly PreflightFinding[];
  readonly steps: readonly UpgradeStep[];
}

/** What a command came to. */
export type UpgradeResult =
  | { readonly kind: "nothing to do"; readonly version: number; readonly ended: readonly string[] }
  | { readonly kind: "dry run"; readonly plan: UpgradePlan | null; readonly leftover: readonly string[] }
  | { readonly kind: "rehearsed"; readonly plan: UpgradePlan; readonly rehearsal: Rehearsal }
  | {
      readonly kind: "upgraded";
      readonly plan: UpgradePlan;
      readonly rehearsal: Rehearsal;
      /** Seconds from when Synapse was stopped until it served again. */
      readonly downtime: number;
    };

/** What is shown on the way, and asked. */
export interface UpgradeConsent {
  readonly show: (plan: UpgradePlan) => void;
  readonly agreed: (plan: UpgradePlan, rehearsal: Rehearsal) => Promise<boolean>;
}
