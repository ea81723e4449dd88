import type { TurnDecisions } from "../../plan/decisions.ts";
import type { File, Templates } from "../files.ts";
import { fillLines, templateAt } from "../fill.ts";

/** The TURN server's files, save the secret ones. Its certificate the proxy hands to it. */
export function renderTurn(turn: TurnDecisions, templates: Templates): readonly File[] {
  const { first, last } = turn.relayPorts;
  const values = {
    realm: turn.realm,
    firstRelayPort: first,
    lastRelayPort: last,
    portsPerMember: turn.portsPerMember,
    portsInAll: last - first + 1,
    bytesPerSecond: turn.bytesPerSecond,
  };
  return [
    { path: "turnserver.conf", text: fillLines(templates, "turn/turnserver.conf", values, (value) => value) },
    { path: "public-address", text: turn.publicAddress },
    { path: "start.sh", text: templateAt(templates, "turn/start.sh") },
    { path: "health.sh", text: templateAt(templates, "health.sh") },
    { path: "check.sh", text: templateAt(templates, "turn/check.sh") },
  ];
}
