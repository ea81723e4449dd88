import type { Asked } from "../../../actions/recovery/export/export.ts";
import type { AskRecoveryKey } from "../../../actions/recovery/export/identity.ts";
import type { Terminal } from "../../../actions/terminal.ts";
import { Secret } from "../../../kinds/secret.ts";
import { passwordProblem } from "../../../operations/accounts/password.ts";
import { type AskSecret, askingSecrets, type SecretsOption } from "../../terminal/secrets.ts";
import { askRecoveryKey } from "../members/recovery-key.ts";

/** How often a recovery key may be typed at a terminal. */
const attempts = 3;

/** Asks for a member's secrets, in the order in which they are needed. */
export function askingFor(
  terminal: Terminal,
  { user, ...from }: SecretsOption & { readonly user: string },
): Asked & { newPassphrase(): Promise<Secret> } {
  const ask = askingSecrets(terminal, from);
  return {
    password: async () => new Secret(await ask(`The password of ${user}:`)),
    keyFilePassphrase: async () => new Secret(await ask("The passphrase of the key file:")),
    newPassphrase: () => newPassphrase(ask, from),
    recoveryKey: recoveryKey(terminal, ask, from),
  };
}

/** At a terminal what is typed is not shown, so it is typed twice. */
async function newPassphrase(ask: AskSecret, { stdin }: SecretsOption): Promise<Secret> {
  const first = await ask("A passphrase for the file:", { check: passwordProblem });
  const check = (answer: string) => (answer === first ? null : "The two passphrases differ.");
  if (!stdin) await ask("The passphrase again:", { check });
  return new Secret(first);
}

function recoveryKey(terminal: Terminal, ask: AskSecret, { stdin }: SecretsOption): AskRecoveryKey {
  return async (description, attempt) => {
    if (attempt > (stdin ? 1 : attempts)) return null;
    if (attempt > 1) terminal.note("That is not the account's current recovery key.");
    return await askRecoveryKey(ask, description);
  };
}
