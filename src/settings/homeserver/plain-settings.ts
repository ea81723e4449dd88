import { onOrOff } from "../leaf.ts";

/** Settings that are one option of Synapse each, and go into homeserver.yaml as they are. */
export const plainSettings = {
  memberSearch: onOrOff.prefault("on").meta({
    description:
      "Which people members find when they search: everyone on this server (on), or only people in shared and public rooms (off).",
  }),
} as const;

type PlainSetting = keyof typeof plainSettings;

/** The option that each is. The template has the setting's name there, and `chatkeep:homeserver` may not say another thing. */
export const plainOptions: Readonly<Record<PlainSetting, string>> = {
  memberSearch: "user_directory.search_all_users",
};

/** Their names. */
export const plainSettingNames = Object.keys(plainSettings) as readonly PlainSetting[];
