import { formatDuration } from "../../../kinds/duration.ts";
import type { FederationSettings } from "../../settings.ts";
import { quote } from "../../wording.ts";
import type { Complaint } from "../complaint.ts";
import { type Draft, placesOf } from "../draft.ts";
import { doubles, itemsOf, onceEach } from "./items.ts";

/** What the stack's settings do not allow: guests without federation, rooms for this server alone with it, and messages kept longer than everywhere. */
export function serverProblems(draft: Draft): readonly Complaint[] {
  return [...guestProblems(draft), ...joinProblems(draft), ...retentionProblems(draft)];
}

function guestProblems(draft: Draft): readonly Complaint[] {
  const { federation } = draft.settings;
  return placesOf(draft).flatMap(({ readable: { guests = [] }, path }) => {
    const all = itemsOf(guests, [...path, "guests"]);
    const unreached = onceEach(all).flatMap(({ text, path: at }) => {
      const wrong = judgeGuest(text, federation);
      return wrong === null ? [] : [{ path: at, ...wrong }];
    });
    return [...doubles(all), ...unreached];
  });
}

function judgeGuest(guest: string, federation: FederationSettings): Pick<Complaint, "found" | "write"> | null {
  const server = guest.slice(guest.indexOf(":") + 1);
  const change = `Delete the line, or write \`chatkeep:federation: { mode: allowlist, servers: [${server}] }\` in the stack file`;
  if (federation.mode === "closed") {
    return { found: `${quote(guest)} cannot be reached: this server's federation is closed`, write: `${change}.` };
  }
  if (federation.mode === "open" || federation.servers.some((each) => each === server)) return null;
  const write = `Delete the line, or add \`${server}\` to \`servers\` of \`chatkeep:federation\` in the stack file.`;
  return { found: `${quote(guest)} cannot be reached: ${quote(server)} is not among the allowed servers`, write };
}

/** Matrix has no rule for one server: `public` lets in everyone who reaches the room by its alias (client-server API, "m.room.join_rules"). */
function joinProblems(draft: Draft): readonly Complaint[] {
  if (draft.settings.federation.mode === "closed") return [];
  const found = "with federation, people of other servers could join too, by the alias";
  const write = "Write `join: space` and put it into a space that everyone is in, or write `join: invited`.";
  return placesOf(draft).flatMap(({ read: { join }, path }) =>
    join === "server" ? [{ path: [...path, "join"], found, write }] : [],
  );
}

function retentionProblems({ rooms, settings: { messageRetention } }: Draft): readonly Complaint[] {
  return rooms.flatMap(({ read: { retention }, path }) => {
    if (retention === undefined || retention === null) return [];
    const at = [...path, "retention"];
    if (messageRetention === null) {
      const found =
        "Synapse deletes old messages only where `chatkeep:messageRetention` is set, and here it is `forever`";
      const write =
        "Delete the line, or set `chatkeep:messageRetention` in the stack file to the longest time of any room.";
      return [{ path: at, found, write }];
    }
    if (retention <= messageRetention) return [];
    const most = formatDuration(messageRetention);
    const found = `expected at most ${most} (\`chatkeep:messageRetention\`), found \`${formatDuration(retention)}\``;
    return [{ path: at, found, write: `Write \`${most}\` or less.` }];
  });
}
