import { hostOf } from "../../kinds/names.ts";
import type { WrittenSettings } from "../definitions.ts";
import type { Complaint } from "../leaf.ts";
import { delegationOf } from "./served-names.ts";

/** Settings that contradict the delegation. Settings that could not be read are ignored. */
export function delegationProblems(read: Partial<WrittenSettings>): readonly Complaint[] {
  const { serverName, delegation } = read;
  if (serverName === undefined || delegation === undefined || delegation === "elsewhere") return [];
  const hostName = read.hostName ?? hostOf(serverName);
  if (delegationOf({ serverName, hostName, delegation }) === "none") return [nothingToDelegate(delegation)];
  return delegation === "srv" ? srvProblems(read, serverName) : [];
}

function nothingToDelegate(delegation: string): Complaint {
  const found = `this is \`${delegation}\`, but clients connect to the server name itself, so nothing is delegated`;
  return { path: ["delegation"], found, write: "Delete the line, or write `chatkeep:hostName`." };
}

/**
 * An SRV record is for other servers only, and they expect the certificate of the server name behind it (Matrix server-server
 * API, "Resolving server names", step 4). An authority that uses the http challenge connects to the machine that the server name points to.
 */
function srvProblems({ federation, tls }: Partial<WrittenSettings>, serverName: string): readonly Complaint[] {
  const unread = "this is `srv`, a record that only other servers read, but federation is `closed`";
  const uncertified = `this is \`srv\`, so other servers expect a certificate for \`${serverName}\` here, but an authority that uses the http challenge connects to the machine of that name`;
  return [
    ...(federation?.mode === "closed"
      ? [{ path: ["delegation"], found: unread, write: "Write `elsewhere`, or open `chatkeep:federation`." }]
      : []),
    ...(tls?.mode === "acme" && tls.challenge === "http"
      ? [
          {
            path: ["delegation"],
            found: uncertified,
            write:
              "Write `challenge: dns` below `chatkeep:tls:` beside `mode: acme`, or use certificate files of your own.",
          },
        ]
      : []),
  ];
}
