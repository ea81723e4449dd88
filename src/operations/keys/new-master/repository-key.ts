import { StackError } from "../../../errors.ts";
import type { StackEngine } from "../../../io/stack-engine.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { repositoryPassword } from "../../../keys/secrets.ts";

type Engine = Pick<StackEngine, "execIn" | "feedIn">;

/** templates/backup/repository-key.sh, in the folder that the container works in. */
const script = ["sh", "./repository-key.sh"];

/** Has the new master key open the repository of backups too, while the container that the earlier one opens it for still runs. */
export async function addRepositoryKey(engine: Engine, container: string, master: MasterKey): Promise<void> {
  const password = Buffer.from(repositoryPassword(master).reveal());
  const result = await engine.feedIn(container, [...script, "add"], password);
  if (result?.exitCode === 0) return;
  const why = result?.stderr.trim().split("\n").at(-1) ?? "its container does not run";
  throw new StackError(`The repository of backups could not be given the new key: ${why}`, {
    next: "Nothing was changed yet. Make the target reachable, and run the same command again. To continue without it, write `chatkeep:backup: off`, run `npx chatkeep up`, and start a new repository afterwards: archives from before then open with the earlier words alone.",
  });
}

/** Takes the earlier key out of the repository, once the server runs with the new one. A target that only adds refuses, and that is no failure. */
export async function retireRepositoryKey(engine: Engine, container: string): Promise<void> {
  await engine.execIn(container, [...script, "retire"]);
}

/** The id of the earlier key, where it still opens the repository; null where it does not. */
export async function earlierRepositoryKey(engine: Engine, container: string): Promise<string | null> {
  const { exitCode, stdout } = await engine.execIn(container, [...script, "earlier"]);
  return exitCode === 0 && stdout.trim() !== "" ? stdout.trim() : null;
}
