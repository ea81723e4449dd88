import type { StackPaths } from "../../../io/machine/paths.ts";
import { type BundleKey, bundleKeyOf, openBundle, sealBundle } from "../../../keys/bundle.ts";
import { type CanarySecrets, canarySecrets } from "../../../keys/canary.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import { Secret } from "../../../kinds/secret.ts";
import { sealPathOf } from "../../journal/chain.ts";

/** What is kept of a master key that was replaced: with it, archives from before come back, and are drilled. It opens nothing that is served. */
export interface EarlierKey extends BundleKey {
  readonly canary: CanarySecrets;
}

/** What is kept of it. */
export function earlierKeyOf(master: MasterKey): EarlierKey {
  return { ...bundleKeyOf(master), canary: canarySecrets(master) };
}

/**
 * What the operator's machine has of a stack, and the server has not: with it and the master key, everything continues on another
 * machine. Sealed, it is part of each archive.
 */
export interface Bundle {
  readonly stack: string;
  /** The version of chatkeep that sealed it. */
  readonly chatkeep: string;
  /** ISO 8601, in UTC. */
  readonly sealedAt: string;
  /** The files that were there. */
  readonly files: Readonly<Partial<Record<BundledFile, string>>>;
  /** Signed reports, by their name. */
  readonly reports: Readonly<Record<string, string>>;
  /** The operator's own certificate with its key, where the settings name such files; by the name that they have there. */
  readonly certificateFiles: Readonly<Record<string, string>>;
  /** What each service was configured with, free of secrets and without members' pages: by service, then by path. */
  readonly configuration: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Of the master keys that were replaced, the latest last. */
  readonly earlierKeys: readonly EarlierKey[];
}

/** Where each file of a bundle lies. The passphrase is not among them: the master key gives it. */
const places = {
  stackFile: ({ stackFile }) => stackFile,
  roster: ({ roster }) => roster,
  journal: ({ journal }) => journal,
  journalSeal: ({ journal }) => sealPathOf(journal),
  teamRecord: ({ teamRecord }) => teamRecord,
  teamReady: ({ teamReady }) => teamReady,
  erasures: ({ erasures }) => erasures,
  checkpoint: ({ checkpoint }) => checkpoint,
} as const satisfies Readonly<Record<string, (paths: StackPaths) => string>>;

/** The name of one of them. */
export type BundledFile = keyof typeof places;

/** Their names, in the order in which they are read: the stack file, which seals and opens the others, comes first. */
export const bundledFiles = Object.keys(places) as BundledFile[];

/** Where a file of a bundle lies on the operator's machine. */
export function placeOf(file: BundledFile, paths: StackPaths): string {
  return places[file](paths);
}

/** A bundle as text, before it is sealed: it holds secrets. */
export function bundleText({ earlierKeys, ...open }: Bundle): Secret {
  return new Secret(JSON.stringify({ format: 1, ...open, earlierKeys: earlierKeys.map(written) }));
}

/** Reads it back; null where this version cannot read it. What a later version adds is ignored. */
export function parseBundle(text: string): Bundle | null {
  const { format, stack, chatkeep, sealedAt, ...rest } = fieldsOf(parseJson(text));
  if (format !== 1 || typeof stack !== "string" || typeof chatkeep !== "string" || typeof sealedAt !== "string")
    return null;
  const files = textsIn(rest.files);
  const known = bundledFiles.flatMap((name) => (files[name] === undefined ? [] : [[name, files[name]] as const]));
  const configuration = Object.entries(fieldsOf(rest.configuration)).map(([name, held]) => [name, textsIn(held)]);
  return {
    ...{ stack, chatkeep, sealedAt },
    files: Object.fromEntries(known),
    reports: textsIn(rest.reports),
    certificateFiles: textsIn(rest.certificateFiles),
    configuration: Object.fromEntries(configuration),
    earlierKeys: keysIn(rest.earlierKeys),
  };
}

/** Seals earlier keys as text, for a file of the operator's machine; `at` may be any time. */
export function sealEarlierKeys(own: BundleKey, at: Date, earlier: readonly EarlierKey[]): string {
  const sealed = sealBundle(own, at, Buffer.from(JSON.stringify(earlier.map(written))));
  return `${Buffer.from(sealed).toString("base64")}\n`;
}

/** Opens them; null where the text was sealed with another key, or is none. */
export function openEarlierKeys(own: BundleKey, text: string): readonly EarlierKey[] | null {
  const opened = openBundle(own, Buffer.from(text, "base64"));
  return opened === null ? null : keysIn(parseJson(Buffer.from(opened).toString()));
}

/** The key that opens what was sealed under a master key: its own, or one that it was replaced by later and that knows it. */
export function keyFor(masterKey: string, own: BundleKey, earlier: readonly BundleKey[]): BundleKey | null {
  return [own, ...earlier].find((each) => each.masterKey === masterKey) ?? null;
}

function written({ masterKey, key, canary: { password, recoveryKey } }: EarlierKey) {
  const canary = { password: password.reveal(), recoveryKey: Buffer.from(recoveryKey).toString("base64url") };
  return { masterKey, key: key.reveal(), canary };
}

function keysIn(list: unknown): readonly EarlierKey[] {
  if (!Array.isArray(list)) return [];
  return list.map(fieldsOf).flatMap(({ masterKey, key, canary }) => {
    const { password, recoveryKey } = textsIn(canary);
    if (typeof masterKey !== "string" || typeof key !== "string") return [];
    if (password === undefined || recoveryKey === undefined) return [];
    const secrets = {
      password: new Secret(password),
      recoveryKey: Uint8Array.from(Buffer.from(recoveryKey, "base64url")),
    };
    return [{ masterKey, key: new Secret(key), canary: secrets }];
  });
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries(fieldsOf(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts);
}
