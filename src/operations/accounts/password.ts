import { Secret } from "../../kinds/secret.ts";

/** The shortest password that is taken (NIST SP 800-63B asks for eight and recommends more; length is all that is asked for). */
const shortestPassword = 12;

/** Synapse takes no longer ones (rest/client/register.py). */
const longestPassword = 512;

/** What is wrong with a password; null when nothing is. */
export function passwordProblem(password: string): string | null {
  if ([...password].length < shortestPassword) return `A password must have at least ${shortestPassword} characters.`;
  return password.length > longestPassword ? `A password can have at most ${longestPassword} characters.` : null;
}

/** Crockford's base 32: no two characters look alike. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A password of 100 random bits, in groups that can be read out. */
export function generatePassword(random: (count: number) => Uint8Array): Secret {
  return new Secret(randomGroups(random, 20));
}

/** That many random characters of five bits each, in groups of five. */
export function randomGroups(random: (count: number) => Uint8Array, count: number): string {
  const characters = [...random(count)].map((byte) => alphabet[byte % alphabet.length] ?? "").join("");
  return (characters.match(/.{1,5}/g) ?? []).join("-");
}
