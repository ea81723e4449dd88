import { inHtml, inText, type Part, partsOf } from "../../recovery/procedures/inline.ts";
import type { Onboarding } from "./contents.ts";
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
  readonly sections: readonly Section[];
  readonly help: string;
  readonly recovery: string;
}

/** As HTML. */
export function spokenInHtml(about: Onboarding): Spoken {
  return spoken(about, inHtml);
}

/** As plain text. */
export function spokenInText(about: Onboarding): Spoken {
  return spoken(about, inText);
}

function spoken(about: Onboarding, say: (parts: readonly Part[]) => string): Spoken {
  const links = linksFor(about);
  const speak = (sentence: string) => say(partsOf(sentence, links));
  return {
    title: titleOf(about),
    sections: sectionsOf(about).map(({ title, steps }) => ({ title, steps: steps.map(speak) })),
    help: speak("{help}"),
    recovery: speak("{recovery pages}"),
  };
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
