import type { MasterKey } from "../../keys/master-key.ts";
import { serverSecrets } from "../../keys/secrets.ts";
import { fieldsOf } from "../../kinds/json.ts";
import type { RotationFacts } from "../../operations/keys/rotation/decide.ts";
import { carriedPepperKey } from "../../settings/issued-secrets.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import { storedKey } from "../recovery/stored-key.ts";
import type { Session } from "../session.ts";
import { type Settled, settingsOf, understand } from "../stack/settings.ts";
import { readWrittenSettings, type WrittenSettings } from "../stack/written.ts";
import { refuseHalfSwitched } from "./new-master/switch.ts";

/** A stack's keys as this machine has them. */
export interface KeysFound {
  readonly settled: Settled;
  readonly written: WrittenSettings;
  readonly master: MasterKey;
  readonly facts: RotationFacts;
}

/** Reads settings and master key, and what was applied last; no engine is asked. */
export async function findKeys(session: Session): Promise<KeysFound> {
  await refuseHalfSwitched(session);
  const written = await readWrittenSettings(session);
  const source = await settingsOf(written, session);
  const settled = understand(session, source);
  const master = await storedKey(session);
  const { settings, plan } = settled;
  const appliedEpochs = epochsIn(written.stackFileCopy) ?? settings.epochs;
  const facts = {
    plan,
    epochs: settings.epochs,
    appliedEpochs,
    signingKey: serverSecrets(master, appliedEpochs).signingKey,
    retired: settings.retiredSigningKeys,
    carriedPepper: Object.hasOwn(source.values, carriedPepperKey),
    now: session.clock.now(),
  };
  return { settled, written, master, facts };
}

/** The generations in the copy of the last success; null where there is none. Only numbers count: the copy was judged when it was applied. */
function epochsIn(copy: string | null): Readonly<Record<string, number>> | null {
  if (copy === null) return null;
  const read = Object.entries(fieldsOf(readStackFile(copy, "").values.epochs));
  return Object.fromEntries(read.map(([purpose, epoch]) => [purpose, Number(epoch)]));
}
