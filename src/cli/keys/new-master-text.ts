import type { NewMasterPlan } from "../../operations/keys/new-master/plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { pauseLines, showTime } from "./rotation-text.ts";

/** What a new master key changes and who notices, for a person to agree to. */
export function showNewMaster(
  server: Plan,
  { earlierKeyId, isBegun, isLost, replaced, retire, notices }: NewMasterPlan,
): string {
  const names = replaced.flatMap((role) => server.services[role]?.name ?? []);
  return [
    `A new master key for the stack ${server.stack}, ${server.baseUrl}${isBegun ? " (a run that was killed is finished)" : ""}:`,
    ...(earlierKeyId === null ? [] : [`  ± master key ${earlierKeyId} → a new one`]),
    ...(isLost
      ? ["  = the password pepper and the public signing key, from the configuration of the running server"]
      : []),
    "  ± every secret that follows from it, except the password pepper",
    "  ± the encryption of the stack file and of Pulumi's state",
    "Containers that are replaced; their data stays:",
    ...names.map((name) => `  ± ${name}`),
    ...(isLost ? [] : pauseLines(replaced)),
    "Who notices:",
    ...notices.map((line) => `  · ${line}`),
    `  · ${retire.keyId} is retired. What it signed is valid until ${showTime(retire.expired)}.`,
  ].join("\n");
}

/** With a target that lets nothing be deleted, or that could not be reached. A key is a file there, and no password is needed to delete it (restic manual, "Repository format"). */
export function repositoryKeyLeft(id: string): readonly string[] {
  return [
    "The earlier key still opens the repository of backups, because the target did not let it be removed. On the target's own machine, delete its file in the repository's folder:",
    `  rm REPOSITORY/keys/${id.slice(0, 8)}*`,
  ];
}
