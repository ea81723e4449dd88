import { inHtml, inText, type Part, partsOf } from "../../recovery/procedures/inline.ts";
import type { Medium, Onboarding } from "./contents.ts";
import { linksFor, serverOf, userNameOf } from "./links.ts";
import { type Section, sectionsOf } from "./sections.ts";

/** One line of what a member signs in with. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** What a sheet or a mail says, in one form. */
export interface Spoken {
  readonly title: string;
  /** What is special about this server. */
  readonly notes: readonly string[];
  readonly sections: readonly Section[];
  readonly help: string;
  readonly recovery: string;
}

/** As HTML. */
export function spokenInHtml(about: Onboarding, medium: Medium): Spoken {
  return spoken(about, medium, inHtml);
}

/** As plain text. */
export function spokenInText(about: Onboarding, medium: Medium): Spoken {
  return spoken(about, medium, inText);
}

function spoken(about: Onboarding, medium: Medium, say: (parts: readonly Part[]) => string): Spoken {
  const links = linksFor(about);
  const speak = (sentence: string) => say(partsOf(sentence, links));
  return {
    title: titleOf(about),
    notes: notesOf(about.plan),
    sections: sectionsOf(about, medium).map(({ title, steps }) => ({ title, steps: steps.map(speak) })),
    help: speak("{help}"),
    recovery: speak("{recovery pages}"),
  };
}

function notesOf({ proxy, homeserver }: Onboarding["plan"]): readonly string[] {
  const internal =
    "The certificate of this server comes from its own authority. Phones refuse it. Computers refuse it until they are configured to trust it: ask for help.";
  const silent = "There are no notifications on this server: open the app to see new messages.";
  return [...(proxy.tls.mode === "internal" ? [internal] : []), ...(homeserver.push ? [] : [silent])];
}

/** What a sheet or a mail is called: the server is named, the member is not. */
export function titleOf({ occasion, plan: { serverName } }: Pick<Onboarding, "occasion" | "plan">): string {
  return occasion === "new member" ? `Your account at ${serverName}` : `Your new password at ${serverName}`;
}

/** What is no secret of what a member signs in with. */
export function plainFacts({ plan, member }: Onboarding): readonly Fact[] {
  return [
    { name: "Server", value: serverOf(plan) },
    { name: "User name", value: userNameOf(member) },
    { name: "User ID", value: member.id },
  ];
}

/** What is one. */
export function secretFacts({ credential, occasion }: Onboarding): readonly Fact[] {
  if (credential.kind === "token") {
    return [
      { name: "Registration token", value: credential.token.reveal() },
      { name: "Valid until", value: `${credential.expires.slice(0, 16).replace("T", " ")} UTC` },
    ];
  }
  const name = occasion === "new member" ? "Initial password" : "New password";
  return [{ name, value: credential.password.reveal() }];
}
