import { e, leastVersions, x } from "../../recovery/procedures/labels.ts";
import type { Medium, Onboarding } from "./contents.ts";

/** A heading with steps, as sentences in the manner of the procedures: `code`, “labels” and {names}. */
export interface Section {
  readonly title: string;
  readonly steps: readonly string[];
}

/** What a member does, in the order in which they do it. */
export function sectionsOf(
  { plan, occasion, credential }: Pick<Onboarding, "plan" | "occasion" | "credential">,
  medium: Medium,
): readonly Section[] {
  const web = plan.elementWeb !== null;
  if (occasion !== "new member") return newPasswordSections(occasion === "new password, signed out", medium);
  return credential.kind === "token" ? tokenSections(web) : passwordSections(web, medium);
}

const old = "older versions have a known fault, CVE-2026-45056";

const install = `Install Element X from the {App Store} or {Google Play}, on Android without Google from {F-Droid}. Use ${leastVersions["element-x"]} or newer: ${old}.`;

const openElementX = `On the phone {Element X with this server}, or scan the code “Element X”. Otherwise choose ${x("signInManually")}, “Change account provider”, “Other”, and enter \`{server}\`.`;

function onPhone(password: string): Section {
  return {
    title: "On a phone",
    steps: [install, openElementX, `Enter the user name \`{user name}\` and ${password}.`],
  };
}

function openElement(web: boolean, choose: string): readonly string[] {
  if (web) return [`Open {Element in the browser}. It knows the server. Choose ${choose}.`];
  return [
    `Install Element from {Element’s page}. Use ${leastVersions.element} or newer: ${old}.`,
    `Choose ${choose}. Next to the homeserver choose “Edit”, then “Other homeserver”, and enter \`{server}\`.`,
  ];
}

function onComputer(web: boolean, password: string): Section {
  const steps = [...openElement(web, "“Sign in”"), `Enter the user name \`{user name}\` and ${password}.`];
  return { title: "On a computer", steps };
}

const recover = [
  `Set up recovery on your first device, before you sign in on a second one: follow {first-day}. The app calls it ${e("getKey")}. Without your recovery key, your messages are lost when your devices are gone.`,
  "Keep the recovery key in a password manager or on paper, not on your phone. Never give it to anyone.",
];

function passwordSections(web: boolean, medium: Medium): readonly Section[] {
  return [
    onPhone("the initial password"),
    onComputer(web, "the initial password"),
    {
      title: "On the same day",
      steps: [
        ...recover,
        "Choose a password of your own at {password page}. Your devices stay signed in.",
        "At {devices page} you see where you are signed in, and can sign out a device that you lost.",
        last[medium],
      ],
    },
  ];
}

/** What becomes of what the secret is on. */
const last: Readonly<Record<Medium, string>> = {
  sheet: "Then destroy this sheet.",
  mail: "Then delete this mail, from the bin too.",
  "mail without the secret": "Then destroy the sheet that you got your password on.",
};

function tokenSections(web: boolean): readonly Section[] {
  return [
    {
      title: "Create your account, on a computer",
      steps: [
        ...openElement(web, "“Create Account”"),
        "Choose the user name `{user name}`, exactly so, and a password of your own.",
        "Enter the registration token. It is valid for one account.",
      ],
    },
    { title: "On the same day", steps: recover },
    onPhone("your password"),
  ];
}

function newPasswordSections(signedOut: boolean, medium: Medium): readonly Section[] {
  const state = signedOut
    ? "All your devices were signed out. Sign in again with the new password, and have your recovery key ready: follow {new-device}."
    : "Your devices stay signed in, and keep your messages. Your recovery key stays the same. Use the new password where you sign in next.";
  const strange =
    "Does another person know your old password? See at {devices page} where you are signed in, and sign out what is not yours.";
  const choose = "Choose a password of your own at {password page}. Your devices stay signed in.";
  const steps = [state, choose, ...(signedOut ? [] : [strange]), last[medium]];
  return [{ title: "What to do", steps }];
}
