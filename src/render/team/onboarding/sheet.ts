import { Eta } from "eta/core";
import type { Templates } from "../../files.ts";
import { templateAt } from "../../fill.ts";
import type { Sheet } from "../../recovery/kit.ts";
import { codesOf } from "./codes.ts";
import type { Onboarding } from "./contents.ts";
import { plainFacts, secretFacts, spokenInHtml, spokenInText } from "./spoken.ts";

const html = new Eta({ autoTrim: [false, "nl"] });
const plain = new Eta({ autoTrim: [false, "nl"], autoEscape: false });

/** Writes the sheet that a member signs in with. It holds their password or token. */
export function renderOnboardingSheet(about: Onboarding, templates: Templates): Sheet {
  const { member, date, plan } = about;
  const facts = [...plainFacts(about), ...secretFacts(about)];
  const values = { member, facts, date, serverName: plan.serverName, warning: warningOf(about), codes: codesOf(about) };
  const write = (eta: Eta, name: string, more: object) =>
    eta.renderString(templateAt(templates, `team/onboarding/${name}`), { ...values, ...more });
  return {
    html: write(html, "sheet.html", spokenInHtml(about, "sheet")),
    text: write(plain, "sheet.txt", spokenInText(about, "sheet")),
  };
}

function warningOf({ credential, occasion }: Onboarding): string {
  if (credential.kind === "token")
    return "Anyone who has this sheet can create an account in your place. Destroy it when you have your account.";
  const which = occasion === "new member" ? "initial" : "new";
  return `Anyone who has this sheet can sign in as you. It has your ${which} password: choose another one today, and never photograph the sheet.`;
}
