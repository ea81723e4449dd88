import type { StackEngine } from "../../../io/stack-engine.ts";
import {
  type Erasure,
  erasuresFile,
  erasuresText,
  readErasures,
  withErasure,
} from "../../../operations/backup/erasures.ts";
import type { Session } from "../../session.ts";

type Disk = Pick<Session, "files" | "paths">;

/** Remembers an erasure on this machine; the end of the command records it in the repository of backups. Under the stack's lock alone. */
export async function noteErasure({ files, paths }: Disk, erasure: Erasure): Promise<void> {
  const list = withErasure(await readErasures(files, paths.erasures), erasure);
  await files.write(paths.erasures, erasuresText(list), 0o600);
}

/** Whether an erasure waits for the repository, which knows nothing of it. Without backups, nothing waits. */
export async function hasUnrecordedErasures(
  { files, paths }: Disk,
  plan: { readonly services: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  return plan.services.backup !== undefined && !(await readErasures(files, paths.erasures)).recorded;
}

/** A target that does not answer may not keep a command from ending. */
const patience = ["timeout", "--kill-after=5", "60"];

/**
 * Records the erasures that wait, all of them as one file: the newest one has all. Gives what went wrong; null where the repository has
 * them, or where no container runs that reaches it.
 */
export async function recordErasures(
  { files, paths, stack }: Pick<Session, "files" | "paths" | "stack">,
  engine: Pick<StackEngine, "feedIn">,
  container: string,
): Promise<string | null> {
  const list = await readErasures(files, paths.erasures);
  if (list.recorded) return null;
  const text = erasuresText({ ...list, recorded: true });
  const result = await engine.feedIn(container, [...patience, ...backUp(stack)], Buffer.from(text));
  if (result === null) return null;
  if (result.exitCode !== 0) return reasonIn(result.stderr);
  await files.write(paths.erasures, text, 0o600);
  return null;
}

/** restic says first what went wrong, then what it asks itself about it. */
function reasonIn(said: string): string {
  const lines = said.trim().split("\n");
  return lines.find((line) => line.startsWith("Fatal: "))?.slice("Fatal: ".length) ?? lines.at(-1) ?? "";
}

function backUp(stack: string): readonly string[] {
  const what = ["backup", "--quiet", "--retry-lock", "30s", "--host", stack, "--tag", `erasures-of=${stack}`];
  return ["sh", "./restic.sh", ...what, "--stdin", "--stdin-filename", erasuresFile];
}
