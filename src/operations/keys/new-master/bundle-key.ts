import type { Files } from "../../../io/machine/files.ts";
import type { StackPaths } from "../../../io/machine/paths.ts";
import { bundleKeyOf } from "../../../keys/bundle.ts";
import { parseMasterKey } from "../../../keys/master-key.ts";
import { pulumiSeal } from "../../../keys/pulumi-secret.ts";
import { saltIn, secureIn } from "../../../render/stack-file/secrets.ts";
import { type EarlierKey, earlierKeyOf, openEarlierKeys, sealEarlierKeys } from "../../backup/bundle/bundle.ts";
import type { NewMasterIntent } from "./intent.ts";

/**
 * Seals, for the new master key, what opens the bundles in earlier archives and what the canary in them signs in with: later bundles hold
 * it, so the new words open earlier archives, and drills prove them. It comes before the stack file is encrypted for the new key, because that holds the earlier one until then.
 */
export async function keepBundleKey(
  files: Pick<Files, "read" | "write">,
  paths: StackPaths,
  intent: NewMasterIntent,
): Promise<void> {
  const earlier = await earlierKey((await files.read(paths.stackFile)) ?? "", intent);
  if (earlier === null) return; // the stack file is the new key's already, or says so in the next step
  const next = bundleKeyOf(intent.master);
  const sealed = await files.read(paths.earlierBundleKeys);
  if (sealed !== null && openEarlierKeys(next, sealed) !== null) return;
  const before = sealed === null ? null : openEarlierKeys(earlier, sealed);
  const text = sealEarlierKeys(next, new Date(intent.retire.expired), [...(before ?? []), earlier]);
  await files.write(paths.earlierBundleKeys, text, 0o600);
}

async function earlierKey(text: string, { salt, from }: NewMasterIntent): Promise<EarlierKey | null> {
  const [earlierSalt, secure] = [saltIn(text), secureIn(text, "masterKey")];
  if (from === null || secure === null || earlierSalt === null || earlierSalt === salt) return null;
  const opened = (await pulumiSeal(earlierSalt, from))?.open(secure);
  const master = opened == null ? null : parseMasterKey(opened.reveal());
  return master === null ? null : earlierKeyOf(master);
}
