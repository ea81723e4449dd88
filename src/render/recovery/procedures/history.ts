import { e, x } from "./labels.ts";
import { type Procedure, step } from "./procedure.ts";
import { always, readOlder, signInOnAnother } from "./steps.ts";

/** Exporting and importing room keys, which Element X cannot. */
export const roomKeysFile: Procedure = {
  id: "room-keys-file",
  title: "Export and import room keys",
  when: "You want a file with the keys of your rooms, as a second way to your older messages. Not possible with Element X alone.",
  before: [
    ...always,
    "The file opens messages. It does not bring back your digital identity, and it does not confirm a device: the recovery key does.",
    "It has the keys until today. Later messages need a later file.",
    "Anyone with the file and its passphrase reads your messages, if they also get them from the server.",
  ],
  steps: [
    step("export-keys", "Export the keys", "export room keys", {
      "element-x": {
        cannot: [
          "Element X cannot export room keys. Sign in with Element on a computer, confirm it, and export there.",
        ],
      },
      element: [
        `Open ${e("settings")}, ${e("encryption")}, ${e("advanced")}, and choose ${e("exportKeys")}.`,
        `Enter a passphrase of five or more unrelated words twice, and choose ${e("export")}.`,
      ],
    }),
    step("keep-file", "Keep file and passphrase apart", null, {
      anywhere: [
        "The file on a memory stick or an encrypted disk, the passphrase in your password manager. Not together.",
      ],
    }),
    signInOnAnother("Later, on a device without your keys: sign in"),
    step("import-keys", "Import the keys", "import room keys", {
      "element-x": {
        cannot: [
          "Element X cannot import room keys. Import them in Element on a computer that is confirmed: they go into your key backup, and the phone reads them from there.",
        ],
      },
      element: [
        "Confirm the device first, if you have a recovery key or another device.",
        `Open ${e("settings")}, ${e("encryption")}, ${e("advanced")}, and choose ${e("importKeys")}. Choose the file at ${e("fileToImport")}, enter the passphrase, and choose ${e("import")}.`,
      ],
    }),
    readOlder("Read a message from before the export"),
  ],
  after: [
    "Messages from before the export are readable.",
    "If the app refuses the file: the passphrase is wrong, or the file was changed. There is no way around the passphrase.",
  ],
};

/** Keeping readable history before an account is closed. */
export const keepHistory: Procedure = {
  id: "keep-history",
  title: "Keep your history when you leave",
  when: "You leave the team, your account will be closed, and you may keep messages. Ask first which of them you may keep.",
  before: [
    ...always,
    "When your account is closed, the server deletes your key backup. After that neither you nor an administrator can open your messages.",
    "Do it while you are still signed in and still in the rooms.",
  ],
  steps: [
    step("export-history", "Export the rooms to files that you can read offline", "export the history", {
      anywhere: [
        "On a computer with chatkeep: `npx chatkeep export --user {user ID} --folder my-history`. It asks for your password and your recovery key, and writes your rooms as one page to read offline and as data, with their files.",
        `Without chatkeep, for one room, in Element on a computer: ${e("roomInfo")}, ${e("exportChat")}, ${e("fromTheBeginning")}, with ${e("includeAttachments")}, and ${e("export")}.`,
      ],
    }),
    step("export-keys", "Export your room keys too", "export room keys", {
      "element-x": { cannot: ["Element X cannot export room keys: see {room-keys-file}."] },
      element: ["As on {room-keys-file}. With this file another program can open an encrypted copy of the messages."],
    }),
    step("read-back", "Open what you exported", null, {
      anywhere: [
        "Open each page without a network. Look for the oldest message, the newest, and a picture. Only then say that the account may be closed.",
      ],
    }),
  ],
  after: [
    "You have files that open without the server. What they contain is as secret as the rooms were: keep them on an encrypted disk.",
    "If messages are missing, they could not be decrypted when you exported. Export again from the device that shows them.",
  ],
};

/** A room where newcomers read what was written before they came. */
export const newcomersRead: Procedure = {
  id: "newcomers-read-history",
  title: "A room where newcomers read older messages",
  when: "You make a room whose new members may read what was written before they came.",
  before: [
    ...always,
    "Choose before the first message. A later change counts only for messages after it.",
    "An administrator who adds people from the server hands over no history. Only an invitation from a member’s app does.",
  ],
  steps: [
    step("choose", "Choose who reads history, before the first message", "open history to newcomers", {
      "element-x": [
        `Open the room, tap its name, ${x("roomSecurity")}. At ${x("whoReads")} choose ${x("fullHistory")}, then ${x("save")}.`,
        `Direct chats of Element X begin with ${x("sinceInvited")}.`,
      ],
      element: [
        `Open ${e("roomInfo")}, the settings of the room, ${e("roomSecurity")}. At ${e("whoReads")} choose ${e("fullHistory")}.`,
      ],
    }),
    step("invite", "Invite from a confirmed device", "invite the newcomer", {
      "element-x": [
        `Tap the room’s name, ${x("invitePeople")}. Keep the app open until it has finished: it sends the keys of the older messages.`,
      ],
      element: [
        `Open ${e("roomInfo")}, ${e("invite")}. Keep the window open until it has finished: it sends the keys of the older messages.`,
      ],
    }),
    step("join", "The newcomer accepts within a day, on a confirmed device", "join as the newcomer", {
      "element-x": [
        `Confirm the device first. Then open the invitation and choose ${x("accept")}. After a day the keys may be gone.`,
      ],
      element: [
        `Confirm the device first. Then open the invitation and choose ${e("accept")}. After a day the keys may be gone.`,
      ],
    }),
    step("read-older", "The newcomer reads a message from before", "read older messages", {
      anywhere: [
        "They open the room and scroll up to a message from before their invitation. They must be able to read it. The first messages may take a minute.",
      ],
    }),
  ],
  after: [
    `The room shows ${x("newSeeHistory")}. The newcomer reads what the inviting device could read, not more.`,
    "If older messages stay closed: the inviting or the new device was not confirmed, or the invitation was too old. Remove the newcomer and invite again from a confirmed device.",
  ],
};

/** A room where newcomers read nothing from before. */
export const newcomersStartFresh: Procedure = {
  id: "newcomers-start-fresh",
  title: "A room where newcomers do not read older messages",
  when: "You make a room whose new members must not read what was written before they were invited.",
  before: [
    ...always,
    "Choose before the first message. What was written while the room was open to newcomers stays open to them.",
  ],
  steps: [
    step("choose", "Choose who reads history, before the first message", "close history to newcomers", {
      "element-x": [
        `Open the room, tap its name, ${x("roomSecurity")}. At ${x("whoReads")} choose ${x("sinceInvited")}, then ${x("save")}.`,
      ],
      element: [
        `Open ${e("roomInfo")}, the settings of the room, ${e("roomSecurity")}. At ${e("whoReads")} choose ${e("sinceInvited")}.`,
      ],
    }),
    step("invite", "Invite the newcomer", "invite the newcomer", {
      "element-x": [`Tap the room’s name, ${x("invitePeople")}.`],
      element: [`Open ${e("roomInfo")}, ${e("invite")}.`],
    }),
    step("join", "The newcomer accepts", "join as the newcomer", {
      "element-x": [`Confirm the device first. Then open the invitation and choose ${x("accept")}.`],
      element: [`Confirm the device first. Then open the invitation and choose ${e("accept")}.`],
    }),
    step("closed", "The newcomer sees nothing from before", "find older messages closed", {
      anywhere: ["They read what is written from their invitation on, and nothing that was sent before."],
    }),
  ],
  after: [
    `Element X shows ${x("newSeeNone")} in the room’s details.`,
    "A member can still copy an older message or show their screen. If a room must never be known to newcomers, make a new room for them.",
  ],
};
