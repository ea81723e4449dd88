import { e, x } from "./labels.ts";
import { type Procedure, step, stepIf } from "./procedure.ts";
import { always, compareAgain, confirmWithKey, readOlder, signInOnAnother } from "./steps.ts";

/** A device is in another person's hands. */
export const stolenDevice: Procedure = {
  id: "stolen-device",
  title: "A device was stolen",
  when: "A phone or computer that is signed in may be in another person’s hands.",
  before: [
    ...always,
    "Be quick, but keep the order: first a device that works, then sign the stolen one out.",
    "Signing out stops new messages on the stolen device. It does not take back what the device has already shown or stored.",
  ],
  steps: [
    step("tell", "Tell an administrator at once", null, {
      anywhere: [
        "{help}",
        "Say which device it is, when you last had it, and whether it was locked.",
        "They can lock your account until you have a device again. Locking deletes nothing.",
      ],
    }),
    signInOnAnother("Sign in on a device that you trust, if you have no other"),
    confirmWithKey(),
    readOlder(),
    step("remove-stolen", "Sign out the stolen device", "remove the other device", {
      "element-x": [
        "Element X cannot sign out another device. Open {devices page} in the browser of the phone, and enter your user name and your password.",
        "Find the stolen one by its name and when it was last seen. Choose “Sign out”, read what that costs, and enter your password again.",
        "If you cannot: ask an administrator, who can do it with `npx chatkeep devices remove`.",
      ],
      element: [
        `Open ${e("settings")}, ${e("sessions")}. Open the stolen one with ${e("showDetails")}, choose ${e("removeSession")}, and enter your password.`,
      ],
    }),
    step("change-password", "Change your password", "change the password", {
      anywhere: [
        "Open {password page}. Enter the old and a new password. Leave the box that signs out your other devices empty: the stolen one is out already, and yours must stay.",
      ],
    }),
    stepIf(
      "Only if the device may have been unlocked",
      "reset",
      "Reset your digital identity",
      "reset the digital identity",
      {
        "element-x": {
          cannot: ["On a confirmed device Element X has no button for it. Do it in Element on a computer."],
        },
        element: [
          `An unlocked device gives away the keys with which you confirm devices. Open ${e("settings")}, ${e("encryption")}, ${e("advanced")}, and choose ${e("resetIdentity")}, then ${e("continueReset")}.`,
          "Confirm your other devices again, after the next step.",
        ],
      },
    ),
    step("change-key", "Make a new recovery key", "change the recovery key", {
      "element-x": [
        `${x("settings")}, ${x("encryption")}, ${x("changeKey")}, ${x("generateNewKey")}. Store it as on {first-day}. After a reset choose ${x("getKey")} instead.`,
      ],
      element: [
        `${e("settings")}, ${e("encryption")}, ${e("changeKey")}. Store it as on {first-day}. After a reset choose ${e("getKey")} instead.`,
      ],
    }),
    compareAgain(),
  ],
  after: [
    "The stolen device is not in the list of sessions any more, and your colleagues’ next messages are encrypted without it.",
    "If the password on the stolen device was used elsewhere, change it there too.",
    "If a session that you do not know is in the list, remove it, change the password again, and tell an administrator.",
  ],
};

/** A member leaves the team: what its administrators and moderators do. */
export const someoneLeaves: Procedure = {
  id: "someone-leaves",
  title: "Someone leaves the team",
  when: "You are an administrator or the moderator of a room, and a member leaves, in peace or not.",
  before: [
    "Nothing takes back what their devices have already received.",
    "If history must be kept, do {keep-history} first: closing an account deletes its key backup for good.",
    "Being locked is not being out of a room: a locked device still gets the keys of new messages, and reads them if it is unlocked. Only leaving the room ends that.",
  ],
  steps: [
    step("lock", "Lock the account", "lock the account", {
      anywhere: [
        "An administrator: `npx chatkeep account lock`. It stops sign-in and every session, and can be undone.",
      ],
    }),
    step("hand-over", "Hand over their rooms", null, {
      anywhere: ["In each room where they are the only administrator, make another member one before they leave it."],
    }),
    step("remove-from-rooms", "Remove them from every room", "remove from the room", {
      "element-x": [`Open the room, tap its name, ${x("people")}, the member, ${x("removeUser")}.`],
      element: [`Open ${e("roomInfo")}, ${e("people")}, the member, ${e("removeFromRoom")}.`],
    }),
    step("next-message", "Send one message in each room", "send a message", {
      anywhere: [
        "Wait until your app shows that they are out. Each app makes a new key for its first message after that: from this message on, the leaver’s devices read nothing.",
      ],
    }),
    step("shared-secrets", "Change what they knew", null, {
      anywhere: [
        "Passwords and tokens that they knew, and the shares of the server’s recovery kit if they held one: the old shares still open the old key.",
      ],
    }),
  ],
  after: [
    "The member is in no room, and cannot sign in.",
    "A person who is invited again later gets the history again in rooms where newcomers may read it: also what was written while they were out. If older messages stay closed in their app, they sign in once more, now that they are in the room.",
  ],
};
