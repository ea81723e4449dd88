import { isJsonObject } from "../../../kinds/json.ts";
import { type Localpart, type UserId, userIdOf } from "../../../kinds/names.ts";
import type { Plan } from "../../../plan/plan.ts";

/** Who sends notices (templates/synapse/homeserver.yaml), or who `chatkeep:homeserver` says does. */
export function noticesSender({
  serverName,
  homeserver: { homeserver },
}: Pick<Plan, "serverName" | "homeserver">): UserId {
  const own = isJsonObject(homeserver.server_notices) ? homeserver.server_notices.system_mxid_localpart : undefined;
  return userIdOf((typeof own === "string" ? own : "_chatkeep-notices") as Localpart, serverName);
}
