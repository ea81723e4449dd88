import type { Settings } from "../../settings/settings.ts";
import { labelsOf, nameOf } from "../names.ts";
import type { Plan, PlannedVolume, VolumeRole } from "../plan.ts";

/** Every volume that a stack may have, by what it is for. */
export const volumeRoles = [
  "postgres",
  "synapse",
  "proxy",
  "turn",
  "configuration-postgres",
  "configuration-synapse",
  "configuration-proxy",
  "configuration-turn",
  "certificates",
  "element-web",
] as const satisfies readonly VolumeRole[];

/** What a stack of the version before has beside them: the configuration of all services in one. */
export const formerVolumeRole = "configuration";

type Wish = Pick<Settings, "throwaway" | "calls"> & { readonly servesElementWeb: boolean };

/** The volumes of a stack. All but those with people's data can be made again. */
export function planVolumes(stack: string, { throwaway, calls, servesElementWeb }: Wish): Plan["volumes"] {
  const volume = (role: VolumeRole): PlannedVolume => {
    return { name: nameOf(stack, role), labels: labelsOf(stack, role), protect: false };
  };
  const data = (role: VolumeRole): PlannedVolume => ({ ...volume(role), protect: !throwaway });
  return {
    postgres: data("postgres"),
    synapse: data("synapse"),
    proxy: data("proxy"),
    "configuration-postgres": volume("configuration-postgres"),
    "configuration-synapse": volume("configuration-synapse"),
    "configuration-proxy": volume("configuration-proxy"),
    ...(calls === null
      ? {}
      : {
          // Which configuration is in use, and nothing of people's.
          turn: volume("turn"),
          "configuration-turn": volume("configuration-turn"),
          certificates: volume("certificates"),
        }),
    ...(servesElementWeb ? { "element-web": volume("element-web") } : {}),
  };
}
