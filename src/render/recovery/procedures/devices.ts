import { e, x } from "./labels.ts";
import { type Procedure, step, stepIf } from "./procedure.ts";
import {
  always,
  compareAgain,
  confirmWithKey,
  readOlder,
  seenAsConfirmed,
  setUpRecovery,
  signInOnAnother,
  storeKey,
} from "./steps.ts";

/** A new computer or phone while the old one still lives. */
export const newDevice: Procedure = {
  id: "new-device",
  title: "A new computer or phone, and the old one still works",
  when: "You got another device and can still open the chat on the old one.",
  before: [
    ...always,
    "Do not erase or sign out the old device first. If you have not set up recovery yet, do it on the old device now: {first-day}.",
  ],
  steps: [
    signInOnAnother("Sign in on the new device"),
    step("confirm-with-other", "Confirm the new device with the old one", "confirm with another device", {
      "element-x": [
        `On the new device choose ${x("useOther")}. Open the app on the old device and accept there.`,
        `Both show emojis. Compare them one by one. If they are the same, choose ${x("theyMatch")} on both.`,
        `Wait for ${x("confirmed")}.`,
      ],
      element: [
        `On the new device choose ${e("useOther")}. On the old device choose ${e("startVerification")}.`,
        `Both show emojis. Compare them one by one. If they are the same, choose ${e("theyMatch")} on both.`,
        `Wait for ${e("confirmed")}.`,
      ],
    }),
    readOlder(),
    seenAsConfirmed(),
    stepIf(
      "Only if you give the old device away",
      "remove-old",
      "Sign out the old device, last of all",
      "remove the other device",
      {
        "element-x": [
          "Before: ask an administrator whether the old device can go. They see with `npx chatkeep devices safe-to-wipe` whether the server has all your keys.",
          `On the old phone: ${x("settings")}, ${x("removeThis")}. If it says that keys are still being backed up, wait. Then erase the phone.`,
        ],
        element: [
          "Before: ask an administrator whether the old device can go. They see with `npx chatkeep devices safe-to-wipe` whether the server has all your keys.",
          `On the new computer: ${e("settings")}, ${e("sessions")}, open the old session with ${e("showDetails")}, and choose ${e("removeSession")}. Then erase the old one.`,
        ],
      },
    ),
  ],
  after: [
    "The new device reads older messages, and no app shows a warning.",
    `If the old device does not ask, close its app and open it again. If the emojis differ, stop and tell an administrator. You can use the recovery key instead: choose ${x("useKey")}.`,
  ],
};

/** The only device is lost or broken, the recovery key is there. */
export const lostDevice: Procedure = {
  id: "lost-device",
  title: "Your only device is lost or broken",
  when: "You have no device that is signed in, but you have your recovery key.",
  before: [
    ...always,
    "If the device may be in another person’s hands, tell an administrator first and follow {stolen-device}.",
    "Sign in on the new device before the lost one is signed out. What others send while you have no device at all cannot be read later.",
  ],
  steps: [
    signInOnAnother("Sign in on a new device"),
    confirmWithKey(),
    readOlder(),
    seenAsConfirmed(),
    step("remove-lost", "Sign out the lost device", "remove the other device", {
      "element-x": [
        "Element X cannot sign out another device. Open {devices page} in the browser of the phone, and enter your user name and your password.",
        "Find the lost one by its name and when it was last seen. Choose “Sign out”, read what that costs, and enter your password again.",
        "If you cannot: ask an administrator, who can do it with `npx chatkeep devices remove`.",
      ],
      element: [
        `Open ${e("settings")}, ${e("sessions")}. Open the lost one with ${e("showDetails")}, choose ${e("removeSession")}, and enter your password.`,
      ],
    }),
  ],
  after: [
    "You read older messages and files, and your colleagues see your new device without a warning. Your recovery key stays the same.",
    "Some messages stay closed: they were sent when no device of yours was signed in, or were never backed up. Ask the sender to send them again.",
    "If the key is not taken, see {lost-everything}. Try every paper and every entry first: there is no way back.",
  ],
};

/** The recovery key is lost, a device lives. */
export const lostKey: Procedure = {
  id: "lost-key",
  title: "You lost your recovery key, and a device still works",
  when: "You cannot find your recovery key, or another person may have seen it, but one of your devices is signed in and confirmed.",
  before: [
    ...always,
    "Do this today: if you lose that device before you have a new key, your older messages are lost.",
    "Do not sign out. Do not reset anything.",
  ],
  steps: [
    step("change-key", "Make a new recovery key", "change the recovery key", {
      "element-x": [
        `Open ${x("settings")}, ${x("encryption")}, and choose ${x("changeKey")}.`,
        `Choose ${x("generateNewKey")}. Leave the key on the screen until it is stored: the next step.`,
      ],
      element: [
        `Open ${e("settings")}, ${e("encryption")}, and choose ${e("changeKey")}.`,
        "Leave the key on the screen until it is stored: the next step.",
      ],
    }),
    step("store-key", "Store the new key and leave the screen", "store the recovery key", {
      "element-x": [
        `Choose ${x("saveKey")}, then ${x("done")}. Wait for ${x("keyChanged")}.`,
        "Store it on paper and in a password manager, as on {first-day}.",
      ],
      element: [
        `Choose ${e("continue")}, type the new key, and choose ${e("confirmNewKey")}.`,
        "Store it on paper and in a password manager, as on {first-day}.",
      ],
    }),
    step("destroy-old", "Destroy the old key", null, {
      anywhere: ["Tear up old papers and delete old entries, so that you never try the wrong one in a hurry."],
    }),
    signInOnAnother("Prove the new key: sign in in a private window of a browser"),
    confirmWithKey("Confirm it with the new key"),
    readOlder(),
  ],
  after: [
    "The new key opens your older messages. The old one opens nothing any more.",
    "Sign out in the private window.",
    `If the app offers ${x("enterKey")} or says ${x("outOfSync")} instead of ${x("changeKey")}, this device does not have your secrets. Use another confirmed device. If there is none, ask for help before you reset anything.`,
  ],
};

/** Neither a device nor the key. */
export const lostEverything: Procedure = {
  id: "lost-everything",
  title: "You have neither a device nor your recovery key",
  when: "No device of yours is signed in, and you have looked for the recovery key everywhere.",
  before: [
    ...always,
    "Your account and your rooms stay. Your older messages cannot be read any more, not by you and not by an administrator, unless you have a file with exported room keys.",
    "If a device of yours is only broken, try to repair it first.",
  ],
  steps: [
    signInOnAnother("Sign in on a new device"),
    step("reset", "Reset your digital identity", "reset the digital identity", {
      "element-x": [
        `At ${x("confirmIdentity")} choose ${x("cannotConfirm")}, then ${x("continueReset")}, ${x("resetNow")}, and enter your password.`,
      ],
      element: [
        `At ${e("confirmIdentity")} choose ${e("cannotConfirm")}, then ${e("continueReset")}, and enter your password. Leave the window open until it has finished.`,
      ],
    }),
    setUpRecovery("Get a new recovery key at once"),
    ...storeKey(),
    stepIf(
      "Only if you have a file with exported room keys",
      "import-keys",
      "Import the room keys",
      "import room keys",
      {
        "element-x": {
          cannot: [
            "Element X cannot import a file with room keys. Import it in Element on a computer; a phone then gets the keys from there.",
          ],
        },
        element: [
          `Open ${e("settings")}, ${e("encryption")}, ${e("advanced")}, and choose ${e("importKeys")}. Choose the file at ${e("fileToImport")}, enter its passphrase, and choose ${e("import")}.`,
        ],
      },
    ),
    compareAgain(),
    step("seen-by-others", "Tell your colleagues", "be seen as confirmed", {
      anywhere: [
        "Your colleagues see that your digital identity was reset. Tell them in person or by telephone that it was you. A person who pretends to be you would look the same.",
        "Send each of them a message from the new device. They must be able to read it.",
      ],
    }),
  ],
  after: [
    "You read and write new messages. Older ones stay closed, except those whose keys were in the file.",
    "Rooms where newcomers may read older messages: leave such a room and be invited again by a confirmed member. You may get its older messages back that way.",
  ],
};
