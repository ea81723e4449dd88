import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { VaultError } from "../../../errors.ts";
import { type BundleKey, bundleKeyOf, openBundle, readBundleHead, sealBundle } from "../../../keys/bundle.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { type Bundle, bundleText, keyFor, parseBundle } from "../../../operations/backup/bundle/bundle.ts";

/** A bundle as it is left with the backup: compressed, then sealed. */
export async function sealedBundle(key: BundleKey, bundle: Bundle): Promise<Uint8Array> {
  const text = await promisify(gzip)(bundleText(bundle).reveal());
  return sealBundle(key, new Date(bundle.sealedAt), text);
}

/**
 * Opens the bundle of an archive with a master key. One that was sealed under an earlier master key needs `newest`, the sealed bundle of
 * the newest archive: it holds the earlier keys. A VaultError names the kit that opens it, or says that it is damaged.
 */
export async function openedBundle(
  master: MasterKey,
  sealed: Uint8Array,
  newest: Uint8Array | null = null,
): Promise<Bundle> {
  const head = readBundleHead(sealed);
  if (head === null) throw damaged("it does not begin as one does");
  const own = bundleKeyOf(master);
  const isEarlier = head.masterKey !== own.masterKey && newest !== null;
  const earlier = isEarlier ? (await openedBundle(master, newest)).earlierKeys : [];
  const key = keyFor(head.masterKey, own, earlier);
  if (key === null) throw otherKey(head.masterKey, own.masterKey);
  const opened = openBundle(key, sealed);
  if (opened === null) throw damaged(`the key ${head.masterKey} does not open it`);
  const bundle = parseBundle((await promisify(gunzip)(opened)).toString());
  if (bundle === null) throw damaged("this version of chatkeep cannot read it");
  return bundle;
}

function otherKey(needed: string, given: string): VaultError {
  return new VaultError(
    `The settings in this archive were sealed under the master key ${needed}, and the words are those of ${given}`,
    { next: `Use the recovery kit that names the key ${needed}, or an archive from after the key was replaced.` },
  );
}

function damaged(why: string): VaultError {
  return new VaultError(`The settings and the journal in this archive cannot be opened: ${why}`, {
    next: "Use another archive (npx chatkeep restore --list), or a copy of the stack file.",
  });
}
