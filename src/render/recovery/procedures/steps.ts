import { e, x } from "./labels.ts";
import { type ProcedureStep, step, stepIf } from "./procedure.ts";

/** What every page says before its first step. */
export const always: readonly string[] = [
  "A device that is not confirmed is not set up yet. It may get no messages, what it sends may be refused or hidden, and it gets no older messages. Confirm each device before you use it.",
  `Never switch key storage off and on to repair something: “Allow key storage” off, or “Delete key storage”, deletes the keys to your older messages for all your devices.`,
  "Where an app asks for the recovery key, it takes the recovery key or recovery passphrase: what you were given when you set up recovery.",
];

/** How to sign in on a device that has none of the account's keys. */
export function signInOnAnother(title: string): ProcedureStep {
  return step("sign-in", title, "sign in on another device", {
    "element-x": [
      "Open {front page} on the phone and follow “On a phone”.",
      "Enter your user name and your password. Then stop: do not skip the next step.",
    ],
    element: [
      "Open {front page} on the computer and follow “On a computer”.",
      `Enter your user name and your password, and choose ${e("signIn")}. Then stop: do not skip the next step.`,
    ],
  });
}

/** How to confirm a device with the recovery key. */
export function confirmWithKey(title = "Confirm the device with your recovery key"): ProcedureStep {
  return step("confirm-with-key", title, "confirm with the recovery key", {
    "element-x": [
      `At ${x("confirmIdentity")} choose ${x("useKey")}.`,
      `Type or paste the recovery key or recovery passphrase, and choose ${x("continue")}. Spaces do not matter.`,
      `Wait for ${x("confirmed")}. If the app says ${x("wrongKey")}, compare it letter by letter with your paper.`,
    ],
    element: [
      `At ${e("confirmIdentity")} choose ${e("useKey")}.`,
      `Type or paste the recovery key or recovery passphrase, and choose ${e("continue")}. Spaces do not matter.`,
      `Wait for ${e("confirmed")}. If the app says ${e("wrongKey")}, compare it letter by letter with your paper.`,
    ],
  });
}

/** How to see that a device has the older messages. */
export function readOlder(title = "Read an older message"): ProcedureStep {
  return step("read-older", title, "read older messages", {
    anywhere: [
      "Open a room and scroll up to a message that was sent before this device existed. You must be able to read it. Open an older file or picture too.",
      "The first messages may take a minute to become readable.",
    ],
  });
}

/** How another member sees that a device is confirmed. */
export function seenAsConfirmed(): ProcedureStep {
  return step("seen-by-others", "Write to a colleague", "be seen as confirmed", {
    anywhere: [
      "Send a message to a colleague from this device. They must be able to read it, and see no warning beside it.",
    ],
  });
}

/** What a reset asks for where others had verified the identity before: their apps see another person. */
export function compareAgain(): ProcedureStep {
  return stepIf(
    "Only with each colleague who had compared emojis with you",
    "compare-again",
    "Compare emojis with them again",
    "compare emojis with a colleague",
    {
      anywhere: [
        "Their app says that your verified identity has changed. Until you compare again, it may refuse to send anything in the rooms that you share, and may hide what you write.",
        "Meet, or telephone. The colleague opens your profile in the app and verifies you. Both compare the emojis.",
        "If you cannot meet soon, they can withdraw the verification where their app offers it. Then they trust the new identity without proof.",
      ],
    },
  );
}

/** How a recovery key is made. */
export function setUpRecovery(title: string): ProcedureStep {
  return step("set-up-recovery", title, "set up recovery", {
    "element-x": [
      `Open ${x("settings")}, ${x("encryption")}, and choose ${x("getKey")}.`,
      `Choose ${x("generateKey")}. The key is 48 letters and digits in groups of four. Leave it on the screen until it is stored: the next step.`,
    ],
    element: [
      `Click your picture, then ${e("settings")}, ${e("encryption")}, and choose ${e("getKey")}, then ${e("continue")}.`,
      "The key is 48 letters and digits in groups of four. Leave it on the screen until it is stored: the next step.",
    ],
  });
}

/** How a shown recovery key is kept, before the screen is left. */
export function storeKey(): readonly ProcedureStep[] {
  return [
    step("store-key", "Store the key and leave the screen", "store the recovery key", {
      "element-x": [
        `Choose ${x("saveKey")} and hand the key to your password manager, or copy it there as shown below. Do not leave it in your notes or your mail.`,
        `Choose ${x("done")}. At ${x("keySaved")} choose ${x("continue")} only if you have it in two places.`,
      ],
      element: [
        "Copy the key into your password manager as shown below, and write it on paper.",
        `Choose ${e("continue")}, type the key from your paper, not from the clipboard, and choose ${e("finishSetUp")}. So the paper is proven too.`,
      ],
    }),
    step("two-places", "Keep it in two places", null, {
      paper: [
        "Write the key by hand in groups of four, with your user ID and the date. Read it back group by group. Do not photograph it.",
        "If you print it, print from the password manager on a printer that you trust, and take the page at once.",
        "Keep the paper where you keep your passport, not with the computer or phone that it is for.",
      ],
      bitwarden: [
        "Make a new item of the type login. Name it “Recovery key of {user ID}”, so that you find it without the app.",
        "Paste the key into the password field, not into the notes: that field is hidden, and has a history.",
        "Save it, close it, open it again, and compare the last group of four with your paper.",
      ],
      "1password": [
        "Make a new item of the type password. Name it “Recovery key of {user ID}”.",
        "Paste the key into the password field and choose your own vault, not one that you share.",
        "Save it, open it again, and compare the last group of four with your paper.",
      ],
      keepassxc: [
        "Make a new entry in your database. Title: “Recovery key of {user ID}”.",
        "Paste the key over the suggested password, and save the entry and the database.",
        "Copy the database file to a second place, such as a memory stick: the one on a lost computer is lost too.",
      ],
    }),
  ];
}

/** How to see whether a stored key is the right one, without changing anything. */
export function checkKey(otherwise: string): ProcedureStep {
  return step("check-key", "Check the key that you stored", "check the recovery key", {
    anywhere: [
      "On a computer with chatkeep: `npx chatkeep recovery check-key --server {server} --user {user ID}`. It asks for your password and the key, and says whether the key is right. The key is checked on that computer, and never sent or stored.",
      `Without chatkeep: ${otherwise}`,
    ],
  });
}
