import { VaultError } from "../../errors.ts";
import { fieldsOf, parseJson } from "../../kinds/json.ts";
import { complaintIn } from "./complaint.ts";
import type { Repository, Snapshot } from "./repository.ts";

/** What a command in a container gave back. */
export interface ResticResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a command where restic and the repository's files are: in the container of backups, or in a filler. */
export type RunRestic = (args: readonly string[]) => Promise<ResticResult>;

/**
 * The repository as `restic.sh` reaches it (templates/backup). It only reads, and takes no lock: a repository that lets nothing be
 * written is read as well, and what a killed run left locked is no hindrance.
 */
export function repositoryIn(run: RunRestic): Repository {
  const ask = async (args: readonly string[]) => {
    const result = await run(["sh", "./restic.sh", "--no-lock", "--json", ...args]);
    if (result.exitCode !== 0) throw notRead(result);
    return result.stdout;
  };
  return {
    snapshots: async (tags) => {
      const wanted = tags.length === 0 ? [] : ["--tag", tags.join(",")];
      return snapshotsIn((await ask(["snapshots", ...wanted])).toString());
    },
    read: async (snapshot, path) => {
      const result = await run(["sh", "./restic.sh", "--no-lock", "dump", snapshot, path]);
      if (result.exitCode === 0) return result.stdout;
      if (result.exitCode === 1 && /path .*not found in snapshot/.test(result.stderr)) return null;
      throw notRead(result);
    },
    size: async () => {
      const answer = fieldsOf(parseJson((await ask(["stats", "--mode", "raw-data"])).toString()));
      return Number(answer.total_size ?? 0);
    },
  };
}

function snapshotsIn(text: string): readonly Snapshot[] {
  const list = parseJson(text);
  if (!Array.isArray(list)) return [];
  return list.map(snapshotIn).sort((one, other) => one.time.localeCompare(other.time));
}

/** As restic's manual has it ("Scripting", "snapshots"); its times have nanoseconds and an offset. */
function snapshotIn(value: unknown): Snapshot {
  const { id, time, hostname, tags, paths, summary } = fieldsOf(value);
  const { total_bytes_processed: bytes, data_added_packed: added } = fieldsOf(summary);
  return {
    id: String(id),
    time: new Date(String(time)).toISOString(),
    host: String(hostname),
    tags: textsIn(tags),
    paths: textsIn(paths),
    bytes: typeof bytes === "number" ? bytes : null,
    added: typeof added === "number" ? added : null,
  };
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** restic's exit codes (restic manual, "Exit codes"), each with what to do. */
function notRead({ exitCode, stderr }: ResticResult): VaultError {
  switch (exitCode) {
    case 10:
      return new VaultError("There is no repository at the target", {
        next: "Where it is a disk: mount it. Else look whether chatkeep:backup names the right place.",
      });
    case 12:
      return new VaultError("The repository is another one's: this key does not open it", {
        next: "Use the recovery kit of the server that made it, or name another place for this server's own.",
      });
    default: {
      const { why, next } = complaintIn(stderr);
      return new VaultError(`The repository cannot be read: ${why}`, { next });
    }
  }
}
