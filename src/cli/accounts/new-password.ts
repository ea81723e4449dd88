import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Terminal } from "../../actions/terminal.ts";
import { Refusal } from "../../errors.ts";
import { Secret } from "../../kinds/secret.ts";
import { generatePassword, passwordProblem } from "../../operations/accounts/password.ts";

/** Where a new password comes from: it is typed twice, unless a flag says otherwise. It is never a word of the command line. */
export interface PasswordOptions {
  readonly generate: boolean;
  readonly passwordStdin: boolean;
}

/** A new password, checked; `generated` says that the person has not seen it yet. */
export interface NewPassword {
  readonly password: Secret;
  readonly generated: boolean;
}

/** Gets a new password. */
export async function newPassword(
  terminal: Terminal,
  { generate, passwordStdin }: PasswordOptions,
): Promise<NewPassword> {
  if (generate) return { password: generatePassword(randomBytes), generated: true };
  const typed = passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, "") : await typedTwice(terminal);
  const problem = passwordProblem(typed);
  if (problem !== null)
    throw new Refusal(problem, { next: "Enter a longer one, or let chatkeep generate one:  --generate" });
  return { password: new Secret(typed), generated: false };
}

async function typedTwice(terminal: Terminal): Promise<string> {
  const flag = "--generate or --password-stdin";
  const first = await terminal.hidden("The new password:", { flag, check: passwordProblem });
  const again = (answer: string) => (answer === first ? null : "The two passwords differ.");
  return terminal.hidden("The new password again:", { flag, check: again });
}
