import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { StackError } from "../../../errors.ts";
import { factsOfFile } from "../../../io/machine/file-facts.ts";
import { limited } from "../../../kinds/limited.ts";
import type { Settings } from "../../../settings/settings.ts";
import { largestPicture, type PictureFacts, type RosterPicture } from "../../../settings/team/pictures.ts";
import { picturesIn } from "../../../settings/team/pictures-in.ts";
import type { Session } from "../../session.ts";

type Disk = Pick<Session, "files" | "paths">;

/** Files that are read side by side: each may have ten mebibytes. */
const readAtOnce = 4;

/** What is at the path of each picture that the text of a roster names. */
export async function lookAtPictures(
  { paths }: Pick<Session, "paths">,
  text: string,
  settings: Pick<Settings, "uploadSize">,
): Promise<PictureFacts> {
  const [folder, most] = [dirname(paths.roster), largestPicture(settings)];
  const inTurn = limited(readAtOnce);
  const found = picturesIn(text, paths.roster).map(
    async (path) => [path, await inTurn(() => factsOfFile(folder, path, most))] as const,
  );
  return new Map(await Promise.all(found));
}

/** The bytes of a picture, which must still be those that the plan was made for. */
export async function bytesOfPicture({ files, paths }: Disk, { file, sha256 }: RosterPicture): Promise<Uint8Array> {
  const bytes = await files.bytes(join(dirname(paths.roster), file));
  if (bytes !== null && createHash("sha256").update(bytes).digest("hex") === sha256) return bytes;
  throw new StackError(`The picture ${file} was changed by another program meanwhile`, {
    next: "Run the command again.",
  });
}
