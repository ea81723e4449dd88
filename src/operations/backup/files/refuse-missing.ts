import { Refusal } from "../../../errors.ts";
import type { WholeArchive } from "../restore/choose.ts";
import { type AskedFiles, spokenFiles } from "./asked.ts";

/** Where files were looked for. */
export interface LookedThrough {
  readonly server: string;
  readonly stack: string;
  readonly lookedThrough: readonly Pick<WholeArchive, "id">[];
  readonly isEncrypted: boolean;
}

/** Says that no archive has anything of what was asked for, and what can be done. */
export function refuseMissing(asked: AskedFiles, { server, stack, lookedThrough, isEncrypted }: LookedThrough): never {
  const [newest, oldest] = [lookedThrough.at(0)?.id, lookedThrough.at(-1)?.id];
  const spoken = spokenFiles(asked, server);
  const looked =
    newest === oldest
      ? `The archive ${newest} has nothing of ${spoken}`
      : `None of the ${lookedThrough.length} archives from ${oldest} to ${newest} has anything of ${spoken}`;
  const list = `npx chatkeep backup list --stack ${stack}`;
  throw new Refusal(looked, { next: isEncrypted ? encryptedRoomNext(server) : nextFor(asked, list) });
}

function nextFor({ kind }: AskedFiles, list: string): string {
  const compare =
    kind === "file" ? `Compare the address with the message's (in the app: "View source", url).` : "Compare the id.";
  return [
    `${compare} What was deleted before the oldest archive was made, or came after the newest, is in none.`,
    `See which archives there are:  ${list}`,
  ].join("\n");
}

/** What to do for a room whose messages only its members can read. */
export function encryptedRoomNext(server: string): string {
  return [
    "The messages of this room are encrypted, so the server cannot know which files they name. Name instead",
    `the member who sent them:  --file @name:${server}`,
    `or a file, whose address a member's app shows (the message's menu, "View source", url):  --file mxc://${server}/ID`,
  ].join("\n");
}
