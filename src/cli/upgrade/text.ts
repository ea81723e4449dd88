import { onThisStack } from "../../actions/session.ts";
import type { UpgradePlan, UpgradeResult } from "../../actions/upgrade/wishes.ts";
import { describeStep } from "../../operations/steps/table.ts";
import { downtimeText, duration, expectedDowntime, type Rehearsal } from "../../operations/upgrade/downtime.ts";
import { mebibytes, neededBytes, type PreflightFinding } from "../../operations/upgrade/preflight.ts";
import { upgradeSteps } from "../../operations/upgrade/steps.ts";

type Of<Kind extends UpgradeResult["kind"]> = Extract<UpgradeResult, { readonly kind: Kind }>;

/** What will be done, for a person to agree to. */
export function showPlan({ stack, route: { from, to, aside }, facts, findings }: UpgradePlan): string {
  const { cluster, volume } = facts;
  return [
    `The database of the stack ${stack} is brought from Postgres ${from} to Postgres ${to}.`,
    `  It has ${mebibytes(cluster.bytes)} and ${cluster.events} events. ${mebibytes(neededBytes(cluster))} are needed on its disk for a while, and ${mebibytes(volume.free)} are free.`,
    ...findings.map(showFinding),
    "  Synapse and backups are stopped meanwhile. The proxy holds requests for two minutes; after that, apps show that they are offline, and send what was written once the server is there again.",
    `  The old cluster stays in the volume, in the folder ${aside}, until you delete it.`,
  ].join("\n");
}

function showFinding({ kind, id, found }: PreflightFinding): string {
  return kind === "refuses" ? `  ✗ ${found} (${id}).` : `  ${found}.`;
}

/** What was rehearsed, and how long it will take by that. */
export function showRehearsal({ at, measured }: Rehearsal): string {
  const on = at === null ? "a dump of the running database" : `the backup of ${at}`;
  return `The rehearsal on ${on} was good. The server will be away for ${downtimeText(measured)}.`;
}

/** What a command came to. */
export function showResult(stack: string, result: UpgradeResult): string {
  switch (result.kind) {
    case "nothing to do":
      return [...result.ended, `The server runs on Postgres ${result.version}: there is nothing to upgrade.`].join(
        "\n",
      );
    case "dry run":
      return showDryRun(stack, result);
    case "rehearsed": {
      const next = `Nothing of it was kept. To upgrade:  ${onThisStack("upgrade postgres", stack)}`;
      return [showRehearsal(result.rehearsal), next].join("\n");
    }
    case "upgraded":
      return showUpgraded(stack, result);
    default:
      return result satisfies never;
  }
}

function showDryRun(stack: string, { plan, leftover }: Of<"dry run">): string {
  if (plan === null)
    return [...leftover, `This command does that first:  ${onThisStack("upgrade postgres", stack)}`].join("\n");
  const against = plan.findings.filter(({ kind }) => kind === "refuses");
  const steps = plan.steps.map((step) => `  · ${describeStep(step, upgradeSteps)}`);
  const next = against.flatMap((each) => (each.next === null ? [] : [`  ${each.next}`]));
  return [
    showPlan(plan),
    ...(against.length === 0
      ? ["After a rehearsal, and your yes, it would do this:", ...steps]
      : ["It is refused as it is:", ...next]),
    "Nothing was changed.",
  ].join("\n");
}

function showUpgraded(stack: string, { plan: { route }, rehearsal: { measured }, downtime }: Of<"upgraded">): string {
  const expected = duration(expectedDowntime(measured));
  return [
    `The server runs on Postgres ${route.to}. It was away for ${duration(downtime)}; at most about ${expected} were expected.`,
    "Every table, sequence and index was compared with the old cluster before it switched.",
    `The old cluster is in the folder ${route.aside} of the volume. To go back to it:  ${onThisStack("upgrade postgres --roll-back", stack)}`,
    `Once you are sure, free its room:  ${onThisStack("upgrade postgres --delete-old", stack)}`,
  ].join("\n");
}
