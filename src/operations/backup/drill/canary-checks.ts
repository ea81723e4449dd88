import { canaryTime } from "../canary.ts";
import type { Difference } from "../compare/check.ts";
import { type DrillCheck, failed } from "./check.ts";
import type { CanaryFacts } from "./facts.ts";

/** What the canary wrote, and when Synapse received it. */
const writingSeconds = 600;

/** What the canary finds, which is what a member would. */
export const canaryChecks: readonly DrillCheck[] = [
  {
    id: "canary-there",
    title: "The archive has a message of the canary",
    judge: ({ canary }) => {
      if (canary === null) return null;
      return canary.newest === null ? [{ object: "canary", found: "it has written nothing before this backup" }] : [];
    },
  },
  {
    id: "canary-signs-in",
    title: "The canary signs in with its password",
    judge: byCanary(({ signedIn }) => failed(signedIn, "canary")),
  },
  {
    id: "canary-recovers",
    title: "Its recovery key alone confirms a new device",
    judge: byCanary(({ recovered }) => failed(recovered, "canary")),
  },
  {
    id: "canary-reads",
    title: "It reads what it wrote before the backup, which was encrypted",
    judge: byCanary(({ read, newest }) => {
      const object = newest?.event ?? "canary";
      const found = failed(read, object);
      if (found === null || found.length > 0 || newest === null) return found;
      const written = canaryTime(read?.text ?? "");
      const isOwn = written !== null && Math.abs(Date.parse(newest.at) - written) < writingSeconds * 1_000;
      return isOwn ? [] : [{ object, found: "this is another text than it wrote at that time" }];
    }),
  },
  {
    id: "canary-writes",
    title: "It writes a new message, and a second device of its own reads that",
    judge: byCanary(({ wrote }) => failed(wrote, "canary")),
  },
];

function byCanary(judge: (canary: CanaryFacts) => readonly Difference[] | null): DrillCheck["judge"] {
  return ({ canary }) => (canary === null || canary.newest === null ? null : judge(canary));
}
