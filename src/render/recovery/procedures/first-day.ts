import { e, x } from "./labels.ts";
import { type Procedure, step } from "./procedure.ts";
import { always, checkKey, confirmWithKey, readOlder, setUpRecovery, signInOnAnother, storeKey } from "./steps.ts";

/** Setting up recovery on the first day, and storing the key. */
export const firstDay: Procedure = {
  id: "first-day",
  title: "Your first day: set up recovery",
  when: "You signed in for the first time, on one device. Do this the same day, before you sign in on a second one.",
  before: [
    ...always,
    "Your first sign-in needs no key: it creates your digital identity. The recovery key brings this identity and your messages back when your devices are gone. The server does not have the key, and its administrators cannot make another one for your old messages.",
    "You need a password manager, or paper and a pen. Better: both.",
  ],
  steps: [
    step("sign-in-first", "Sign in on your first device", "sign in on the first device", {
      "element-x": ["Open {front page} on the phone and follow “On a phone”."],
      element: ["Open {front page} on the computer and follow “On a computer”."],
    }),
    setUpRecovery("Get your recovery key"),
    ...storeKey(),
    checkKey("follow {prove-key}. It needs a browser for five minutes."),
  ],
  after: [
    `Under “Encryption” the app now offers ${x("changeKey")} instead of ${x("getKey")}.`,
    "If it still offers to get a key, or says that key storage is out of sync, the setup did not finish. Choose what it offers and type the key that you stored. If it does not take it, ask for help.",
    "Now you may sign in on a second device: see {new-device}.",
  ],
};

/** Proving that a stored recovery key works. */
export const proveKey: Procedure = {
  id: "prove-key",
  title: "Prove that your recovery key works",
  when: "You have a recovery key and want to know that it opens your messages. Do this after you set it up, after you changed it, and once a year.",
  before: [...always, "You need your stored key, and a computer with a browser. Your own devices stay as they are."],
  steps: [
    checkKey("do the next steps. They prove more: that the key opens your messages."),
    signInOnAnother("Sign in in a private window of a browser"),
    confirmWithKey("Confirm it with the stored key alone"),
    readOlder(),
    step("sign-out", "Sign out there", "remove this device", {
      "element-x": [`If you used a second phone: ${x("settings")}, ${x("removeThis")}.`],
      element: [`Click your picture and choose ${e("removeThis")}. Then close the private window.`],
    }),
  ],
  after: [
    "If the key was taken and you read an older message, it works. Write today’s date on the paper.",
    "If the key was not taken, but one of your devices still works: make a new key today, see {lost-key}.",
    "If the key was taken, but older messages stay closed: leave the device signed in for ten minutes and look again. If it stays so, make a new recovery key on a device that reads them, see {lost-key}: this stores the right keys again. Do not switch key storage off. Without such a device ask for help.",
  ],
};
