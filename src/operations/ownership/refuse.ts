import { Refusal } from "../../errors.ts";
import type { StackPaths } from "../../io/machine/paths.ts";
import type { Contradiction, Ownership } from "./judge.ts";
import { renamed } from "./server-name.ts";

/** Where to send a person. */
export interface Whereabouts {
  readonly stack: string;
  readonly paths: Pick<StackPaths, "stackFile" | "stackFileCopy" | "stateFolder" | "passphrase">;
}

/** Refuses a stack that is another server's or another checkout's: looking at it would say of this one what holds for that. */
export function refuseForeign(where: Whereabouts, ownership: Ownership): void {
  if (ownership.kind === "foreign") throw foreign(where, ownership.because);
}

/** Refuses to change what nothing proves to be this checkout's own. */
export function refuseUnproven(where: Whereabouts, ownership: Ownership): void {
  refuseForeign(where, ownership);
  if (ownership.kind === "unproven") throw unproven(where, ownership);
}

function foreign(where: Whereabouts, because: Contradiction): Refusal {
  const { stack, paths } = where;
  switch (because.kind) {
    case "settings":
      return new Refusal(
        `The stack ${stack} has run on this machine, but ${paths.stackFile} does not contain its master key`,
        { next: ways(`Restore its own stack file:  cp ${paths.stackFileCopy} ${paths.stackFile}`, anotherName) },
      );
    case "server name":
      return renamed(stack, because.there, because.here);
    case "key":
      return new Refusal(
        `The stack ${stack} on this engine belongs to another server${because.there === null ? "" : `, ${because.there}`}: the data in ${because.volumes.join(", ")} was created with a master key that ${paths.stackFile} does not contain. Nothing was changed`,
        {
          next: ways(
            anotherName,
            `If it is this server's data: restore its stack file, and its passphrase at ${paths.passphrase}, from the machine that ran it.`,
            `If it is no longer needed, remove what these commands list on the engine:  docker ps --all --filter label=chatkeep.stack=${stack}  and  docker volume ls --filter label=chatkeep.stack=${stack}`,
          ),
        },
      );
    case "labels":
      return new Refusal(
        `The volumes ${because.volumes.join(", ")} have names of the stack ${stack}, but the label of another stack`,
        { next: ways(anotherName, "See which stack they belong to:  docker volume inspect NAME") },
      );
    default:
      return because satisfies never;
  }
}

/** The engine has data under this name, and nothing here shows whose it is. */
function unproven(
  { stack, paths }: Whereabouts,
  { volumes, because }: Extract<Ownership, { kind: "unproven" }>,
): Refusal {
  const proof =
    because === "closed"
      ? `Prove that it is this server's data: restore ${paths.stackFile}, which contains its master key, and the passphrase at ${paths.passphrase}, both from the machine that ran the stack.`
      : `Restore the state that belongs to the data: ${paths.stateFolder} and ${paths.stackFile}, from the machine or backup that has them.`;
  return new Refusal(
    `The engine has data that the stack ${stack} of this machine does not know: ${volumes.join(", ")}`,
    {
      next: ways(
        anotherName,
        proof,
        `Delete the data permanently:  npx chatkeep destroy --stack ${stack} --delete-data`,
      ),
    },
  );
}

const anotherName = "Choose another name for a new server:  npx chatkeep init --stack NAME";

function ways(...lines: readonly string[]): string {
  const count = ["", "One solution", "Two solutions", "Three solutions"][lines.length];
  return [`${count}:`, ...lines].join("\n  ");
}
