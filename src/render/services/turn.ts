import { Secret } from "../../kinds/secret.ts";
import type { File, SecretFile } from "../files.ts";
import { fillLines, templateAt } from "../fill.ts";
import type { FilesGiven, SecretsGiven } from "./renderer.ts";

/** The TURN server's files, save the secret ones. Its certificate the proxy hands to it. */
export function renderTurn({ plan: { turn }, templates }: FilesGiven): readonly File[] {
  if (turn === null) return [];
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

/** coturn reads its secret from its configuration alone (turnserver(1), `static-auth-secret`): it is the second half of it. */
export function turnSecrets({ secrets: { turnSharedSecret } }: SecretsGiven): readonly SecretFile[] {
  return [{ path: "shared-secret.conf", text: new Secret(`static-auth-secret=${turnSharedSecret.reveal()}\n`) }];
}
