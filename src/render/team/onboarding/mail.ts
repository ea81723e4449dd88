import { Eta } from "eta/core";
import type { Templates } from "../../files.ts";
import { templateAt } from "../../fill.ts";
import { mailCodeOf } from "./codes.ts";
import type { Onboarding } from "./contents.ts";
import { qrPicture } from "./qr-picture.ts";
import { plainFacts, secretFacts, spokenInHtml, spokenInText, titleOf } from "./spoken.ts";

/** A mail to a member, in both its forms; the HTML shows the picture by `cid:NAME`. */
export interface MemberMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly picture: { readonly name: string; readonly png: Uint8Array };
}

const html = new Eta({ autoTrim: [false, "nl"] });
const plain = new Eta({ autoTrim: [false, "nl"], autoEscape: false });

/** Writes the mail that a member gets: what their sheet says, and the password or token only where mails may hold it. */
export function renderMemberMail(about: Onboarding, holdsSecret: boolean, templates: Templates): MemberMail {
  const { label, hint, address } = mailCodeOf(about);
  const medium = holdsSecret ? "mail" : "mail without the secret";
  const values = {
    member: about.member,
    facts: [...plainFacts(about), ...(holdsSecret ? secretFacts(about) : [])],
    secret: secretSentence(about, holdsSecret),
    code: { label, hint, name: pictureName },
  };
  const write = (eta: Eta, name: string, more: object) =>
    eta.renderString(templateAt(templates, `team/onboarding/${name}`), { ...values, ...more });
  return {
    subject: titleOf(about),
    text: write(plain, "mail.txt", spokenInText(about, medium)),
    html: write(html, "mail.html", spokenInHtml(about, medium)),
    picture: { name: pictureName, png: qrPicture(address) },
  };
}

const pictureName = "code";

function secretSentence({ credential, occasion }: Onboarding, holdsSecret: boolean): string {
  const password = occasion === "new member" ? "initial password" : "new password";
  const what = credential.kind === "token" ? "registration token" : password;
  if (!holdsSecret) return `Your ${what} is not in this mail: the person who runs the server gives it to you.`;
  if (credential.kind === "token") return "Anyone who reads this mail can create an account in your place.";
  return `Anyone who reads this mail can sign in as you: choose another password today.`;
}
