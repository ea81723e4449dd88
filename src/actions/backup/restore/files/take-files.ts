import { Refusal } from "../../../../errors.ts";
import type { Filler } from "../../../../io/repository/filler.ts";
import { receiveFiles } from "../../../../io/repository/received-files.ts";
import type { JudgedFile } from "../../../../operations/backup/files/judge.ts";
import { readableNames } from "../../../../operations/backup/files/readable-names.ts";
import type { Session } from "../../../session.ts";
import { expectDone } from "../filler-errors.ts";

/** Out of which archive, and where to. */
interface Taking {
  readonly filler: Filler;
  readonly snapshot: string;
  readonly folder: string;
}

/** Refuses a folder that holds anything: what is in it may have the same names. */
export async function refuseFull({ files }: Pick<Session, "files">, folder: string | null): Promise<void> {
  if (folder === null || (await files.list(folder)).length === 0) return;
  throw new Refusal(`The folder ${folder} is not empty`, { next: "Name one with --to that is not there yet." });
}

/** Writes files of an archive into a folder of this machine, with names that people gave them; gives the ids of those that are what they should be. */
export async function takeFiles(
  { filler, snapshot, folder }: Taking,
  chosen: readonly JudgedFile[],
): Promise<readonly string[]> {
  const names = readableNames(chosen);
  const byName = new Map(chosen.map((file) => [names.get(file.id) ?? "", file]));
  const taken: string[] = [];
  const to = await receiveFiles(
    folder,
    (path) => names.get(path.replaceAll("/", "")) ?? null,
    ({ name, bytes, sha256 }) => {
      const file = byName.get(name);
      if (file?.bytes === bytes && (file.sha256 ?? sha256) === sha256) taken.push(file.id);
    },
  );
  const lines = chosen.map(({ id, bytes }) => `${id} ${bytes}\n`);
  const run = filler.stream(["bash", "./take.sh", snapshot], Buffer.from(lines.join("")), to);
  await expectDone(
    run.then((ended) => ({ ...ended, stdout: Buffer.alloc(0) })),
    "take the files out of the archive",
  );
  return taken;
}
