import { Refusal } from "../../../errors.ts";
import { Secret } from "../../../kinds/secret.ts";
import { readStackFile } from "../../../settings/yaml/stack-file.ts";
import { onThisStack, type Session } from "../../session.ts";
import { keyInStackFile } from "../../stack/encrypted-values.ts";
import { type Settled, settingsMissing, understand } from "../../stack/settings.ts";
import { readWrittenSettings } from "../../stack/written.ts";

/** The settings of a stack file whose secrets may be lost, or half switched: they are not opened. */
export async function settingsWithoutSecrets(session: Session): Promise<Settled> {
  const written = await readWrittenSettings(session);
  if (written.stackFile === null) throw settingsMissing(session, written);
  return understand(session, readStackFile(written.stackFile, session.paths.stackFile));
}

/** Refuses to read the running server where this machine has the key: the state need not be set aside then. */
export async function refuseKnownKey({ files, paths, stack }: Session): Promise<void> {
  const [text, passphrase] = await Promise.all([files.read(paths.stackFile), files.read(paths.passphrase)]);
  const key = text === null || passphrase === null ? null : await keyInStackFile(text, new Secret(passphrase));
  if (key === null) return;
  throw new Refusal(`This machine has the master key of the stack ${stack}, so the running server need not be read`, {
    next: `Leave the flag away:  ${onThisStack("keys new-master", stack)}`,
  });
}
