import { VaultError } from "../../../errors.ts";
import { type CanarySecrets, canarySecrets } from "../../../keys/canary.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { signingKey } from "../../../keys/signing-key.ts";
import type { EarlierKey } from "../../../operations/backup/bundle/bundle.ts";
import type { WantedArchive } from "../../../operations/backup/drill/choose.ts";
import type { DrillFacts } from "../../../operations/backup/drill/facts.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { openedBundle } from "../../stack/bundle/seal.ts";
import type { Given } from "../../try/declare.ts";
import { type FoundArchive, findArchive, type OpenedAt } from "./archive-source.ts";
import { attempt } from "./attempt.ts";

/** Which archive is opened where, with what this machine has. */
export interface DrillOrigin {
  readonly at: OpenedAt;
  readonly wanted: WantedArchive;
  readonly master: MasterKey;
  /** The ids of the signing keys that the server announces as its earlier ones. */
  readonly retiredSigningKeys: readonly string[];
  readonly given: Given;
}

/** An archive, and what the canary in it signs in with; null where that follows from a master key that nothing here knows. */
export interface OpenedArchive {
  readonly facts: Pick<DrillFacts, "archive" | "isNewest" | "settings" | "earlierKey" | "signingKeys"> & {
    readonly manifest: Manifest;
  };
  readonly canary: CanarySecrets | null;
}

/** Opens the repository, finds the archive, and reads what it says of itself; a VaultError says why that cannot be. */
export async function openForDrill(origin: DrillOrigin): Promise<OpenedArchive> {
  const { at, given, wanted, master, retiredSigningKeys } = origin;
  const found = await findArchive(at, given.stack, { wanted, random: Math.random() });
  const { id: archive, isNewest, manifest } = found;
  const settings = await attempt(() => openSettings(master, found));
  const facts = { archive, isNewest, manifest, settings };
  if (manifest.masterKey === master.id()) {
    const { keyId } = signingKey(master, manifest.epochs.signingKey ?? 0);
    return { facts: { ...facts, earlierKey: null, signingKeys: [keyId] }, canary: canarySecrets(master) };
  }
  const earlier = settings.kind === "done" ? await earlierKey(master, found) : null;
  const signingKeys = retiredSigningKeys;
  return { facts: { ...facts, earlierKey: earlier?.masterKey ?? null, signingKeys }, canary: earlier?.canary ?? null };
}

/** Opens what a restore begins with where the operator's machine is lost too. */
async function openSettings(master: MasterKey, { bundle, newestBundle }: FoundArchive): Promise<void> {
  if (bundle === null)
    throw new VaultError("nothing was left with it", { next: "Run any command that changes the stack." });
  await openedBundle(master, bundle, newestBundle);
}

/** What the newest archive keeps of the master key that an archive was made under. */
async function earlierKey(master: MasterKey, { newestBundle, manifest }: FoundArchive): Promise<EarlierKey | null> {
  const { earlierKeys } = newestBundle === null ? { earlierKeys: [] } : await openedBundle(master, newestBundle);
  return earlierKeys.find(({ masterKey }) => masterKey === manifest.masterKey) ?? null;
}
