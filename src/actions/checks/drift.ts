import { StackError } from "../../errors.ts";
import type { PulumiEvent } from "../../io/pulumi/events.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { DriftSeen } from "../../operations/checks/facts.ts";
import { errorsOf } from "../../operations/running/failure.ts";
import { readPreview, type Surroundings } from "../../operations/state/change.ts";
import type { Session } from "../session.ts";

/** What is not as declared, by a preview. While the stack is being changed there is no saying. */
export async function observeDrift(
  { files, paths }: Pick<Session, "files" | "paths">,
  pulumi: Pick<Pulumi, "preview">,
  surroundings: Surroundings,
): Promise<readonly DriftSeen[]> {
  if (await files.has(paths.running))
    throw new StackError("`chatkeep up` is running on this stack, or was killed. Run it again");
  const seen: PulumiEvent[] = [];
  const outcome = await pulumi.preview((event) => void seen.push(event));
  if (!outcome.succeeded) throw new StackError(errorsOf(outcome, seen).join("; "));
  return driftIn(readPreview(seen, surroundings));
}

/** What was found to be other than it was left, and what would change beside it. */
export function driftIn({ drift, changes }: ReturnType<typeof readPreview>): readonly DriftSeen[] {
  const known = new Set(drift.map(({ what, name }) => `${what} ${name}`));
  const others = changes.filter(({ what, name }) => !known.has(`${what} ${name}`));
  return [...drift, ...others.map(({ what, name }) => ({ what, name, found: "to be changed" as const }))];
}
