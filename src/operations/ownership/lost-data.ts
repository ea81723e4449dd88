import { Refusal } from "../../errors.ts";
import { nameOf } from "../../plan/names.ts";
import { dataRoles } from "../../plan/services/volumes.ts";
import type { OwnershipFacts } from "./facts.ts";
import type { Ownership } from "./judge.ts";

/**
 * Refuses to continue if data of this server is missing: an empty server would start under its name and its key, and be
 * called well. It has had what its state knows and, where the state is lost and its key proves one volume its own, all of them.
 * Configuration is rendered again from the settings, so it is not needed.
 */
export function refuseLostData(
  facts: Pick<OwnershipFacts, "stack" | "state" | "engine"> & { readonly ownership: Ownership },
): void {
  const { stack, state, engine, ownership } = facts;
  const present = new Set(engine.volumes.map(({ name }) => name));
  const isTakenOver = ownership.kind === "own" && ownership.unknown.length > 0;
  const known = new Set(state?.resources.map(({ name }) => name));
  const lost = dataRoles().filter((role) => {
    const name = nameOf(stack, role);
    return !present.has(name) && (isTakenOver || known.has(name));
  });
  if (lost.length > 0) throw gone(stack, lost);
}

function gone(stack: string, lost: readonly string[]): Refusal {
  const names = lost.map((role) => nameOf(stack, role));
  const are = names.length === 1 ? "is" : "are";
  return new Refusal(
    `Data of the stack ${stack} is missing on this engine: ${names.join(", ")} ${are} not there. Nothing was changed, because the result would be an empty server of the same name`,
    {
      next: [
        "What you can do.",
        "If the server is on another engine:  export DOCKER_HOST=ssh://root@SERVER",
        `If you have a backup: create ${names.length === 1 ? "the volume" : "the volumes"}, put the backup's files into ${names.length === 1 ? "it" : "them"}, and run the same command again:`,
        ...lost.map((role) => `    ${volumeCommand(stack, role)}`),
        "If you have no backup and want to keep the rest: do the same, without the files.",
        `To start a new server, with new keys and without any data:  npx chatkeep destroy --stack ${stack} --delete-data`,
      ].join("\n  "),
    },
  );
}

/** As the program makes it: with other labels Pulumi would want to replace it. */
function volumeCommand(stack: string, role: string): string {
  return `docker volume create --label chatkeep.role=${role} --label chatkeep.stack=${stack} ${nameOf(stack, role)}`;
}
