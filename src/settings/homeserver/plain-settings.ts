import { onOrOff } from "../leaf.ts";

/** Settings that are one option of Synapse each, and go into homeserver.yaml as they are. */
export const plainSettings = {
  memberSearch: onOrOff.prefault("on").meta({
    description:
      "Which people members find when they search: everyone on this server (on), or only people in shared and public rooms (off).",
  }),
  dehydratedDevices: onOrOff.prefault("off").meta({
    description:
      "Whether Element may keep a dehydrated device on this server for each member. It receives keys while the member has no device, so that messages of that time can be read later. Experimental: it is a draft of Matrix (MSC3814), whose names may change, and then these devices must be made again. Element on a computer makes one when a member sets up or changes the recovery key. Element X neither makes nor reads one.",
  }),
} as const;

type PlainSetting = keyof typeof plainSettings;

/** The option that each is. The template has the setting's name there, and `chatkeep:homeserver` may not say another thing. */
export const plainOptions: Readonly<Record<PlainSetting, string>> = {
  memberSearch: "user_directory.search_all_users",
  dehydratedDevices: "experimental_features.msc3814_enabled",
};

/** Their names. */
export const plainSettingNames = Object.keys(plainSettings) as readonly PlainSetting[];
