import { Refusal } from "../../errors.ts";
import type { RegistrationToken } from "../../io/synapse/registration-tokens.ts";
import { Secret } from "../../kinds/secret.ts";
import { randomGroups } from "./password.ts";

/** How many characters of a token are shown, and name it. */
export const shownCharacters = 5;

/** A new token: 125 random bits in five groups that can be read out; the first group names it. */
export function generateToken(random: (count: number) => Uint8Array): Secret {
  return new Secret(randomGroups(random, 25));
}

/** The one token that begins like this; refused where none does, or several do. */
export function tokenNamed(tokens: readonly RegistrationToken[], beginning: string): RegistrationToken {
  const found = tokens.filter(({ token }) => token.reveal().startsWith(beginning));
  const exact = found.find(({ token }) => token.reveal() === beginning);
  const [first, ...others] = exact === undefined ? found : [exact];
  if (first === undefined)
    throw new Refusal(`No registration token begins with \`${beginning}\``, {
      next: "See all tokens:  npx chatkeep token list",
    });
  if (others.length > 0)
    throw new Refusal(`${found.length} registration tokens begin with \`${beginning}\``, {
      next: "See the whole tokens:  npx chatkeep token list --reveal   Then write more characters of the one you mean.",
    });
  return first;
}

/** Whether a token lets anyone in at this moment, and if not, why not. */
export function stateOf(
  { uses, used, pending, expires }: RegistrationToken,
  now: Date,
): "valid" | "used up" | "expired" {
  if (expires !== null && Date.parse(expires) <= now.getTime()) return "expired";
  return uses !== null && used + pending >= uses ? "used up" : "valid";
}
