import { Refusal, StackError, VaultError } from "../../../errors.ts";
import type { FillerResult } from "../../../io/repository/filler.ts";

/** The result of a command in a filler that has done what it should; else an error that says which it was. */
export async function expectDone(running: Promise<FillerResult>, what: string): Promise<FillerResult> {
  const result = await running;
  if (result.exitCode === 0) return result;
  throw failure(result, what);
}

/**
 * What went wrong, by what the command ended with: the scripts' own numbers (templates/backup/restore) and those of restic, which has
 * 10 for no repository, 11 for a lock, 12 for a wrong password (restic manual, "Scripting").
 */
function failure({ exitCode, stderr }: FillerResult, what: string): Error {
  // restic repeats what it tried before it says why it ended.
  const lines = stderr.split("\n");
  const said = lines.findLast((line) => line.startsWith("Fatal: ")) ?? lines.slice(-5).join("\n");
  return byNumber(exitCode, said, what) ?? damaged(exitCode, said, what);
}

function damaged(exitCode: number, said: string, what: string): VaultError {
  return new VaultError(`It was not possible to ${what}: ${said || `exit code ${exitCode}`}`, {
    next: "If the archive is damaged, use another one:  npx chatkeep restore --list",
  });
}

function byNumber(exitCode: number, said: string, what: string): Error | null {
  switch (exitCode) {
    case 3:
      return new Refusal(said, { next: "Restore under another name with --stack NAME, or on another engine." });
    case 28:
      return new StackError(said, {
        next: "Make room on the disk that holds Docker's volumes, then run the same command again.",
      });
    case 10:
      return new VaultError("There is no repository at this address", {
        next: "Compare it with the one in the stack file, or with the note that is kept beside the recovery kit.",
      });
    case 11:
      return new VaultError(`The repository is locked by another run: ${said}`, {
        next: "Wait until a backup or a check of the repository has ended, then run the same command again.",
      });
    case 12:
      return new VaultError("This master key does not open the repository", {
        next: "Use the recovery kit of the stack that wrote it, with the key that it had last.",
      });
    case 137:
    case -1:
      return new StackError(`The filler was ended before it could ${what}`, {
        next: "If you did not end it yourself, the engine's machine may have too little memory. Run the same command again.",
      });
    default:
      return null;
  }
}
