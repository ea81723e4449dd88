import { fieldsOf, parseJson } from "../../kinds/json.ts";

/** Why a target could not be read, and what to do about it. */
export interface Complaint {
  readonly why: string;
  readonly next: string;
}

/**
 * What restic and ssh say of a failure. restic ends with an object in JSON or a line; before that, it says of each try that it repeats
 * why that failed. Where it was ended while it tried, that alone says why. ssh's lines are marked (templates/backup/restic.sh).
 */
export function complaintIn(stderr: string): Complaint {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const ssh = lines.findLast((line) => line.startsWith("ssh: "))?.replace(/^(ssh: )+/, "");
  const why = ssh ?? (isEnded(lines) ? lastTry(lines) : null) ?? lastWords(lines);
  return { why, next: adviceFor(why) };
}

function isEnded(lines: readonly string[]): boolean {
  return lastWords(lines).includes("context canceled") || !lines.some((line) => line.includes("Fatal: "));
}

function lastTry(lines: readonly string[]): string | null {
  const tries = lines.flatMap((line) => / returned error, retrying after [^:]+: (.+)$/.exec(line)?.slice(1) ?? []);
  return tries.at(-1) ?? null;
}

function lastWords(lines: readonly string[]): string {
  const line = lines.at(-1) ?? "";
  const { message } = fieldsOf(parseJson(line));
  return (typeof message === "string" ? message.trim().split("\n")[0] : line)?.replace(/^Fatal: /, "") ?? line;
}

function adviceFor(why: string): string {
  if (/host key verification failed/i.test(why))
    return "Another machine may be at that address. Compare what `ssh-keyscan` prints for it with the server's own host keys, and those with chatkeep:backup.hostKeys (--host-keys-file).";
  if (/permission denied \(|\(40[13]\)|access ?denied|signature|access key/i.test(why))
    return "The target does not accept what signs in there. Compare the user or the access key, and give the credential again with --backup-credential-file.";
  if (/x509|certificate/i.test(why))
    return "Where its certificate comes from an authority of your own, add that to chatkeep:trustedAuthorities (--trusted-authorities-file).";
  return "Look whether the target is reached from the engine's machine, then run the same command again.";
}
