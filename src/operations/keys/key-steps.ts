import { Refusal, SettingsError } from "../../errors.ts";
import type { StackPaths } from "../../io/machine/paths.ts";
import type { PulumiState } from "../../io/pulumi/state.ts";
import type { StateStep } from "../state/steps.ts";
import type { KeyStep } from "./steps.ts";

type Step = KeyStep | Extract<StateStep, { readonly kind: "initStack" }>;

/** Where the master key and what belongs to it are found. */
export interface KeyFacts {
  readonly stackFile: "missing" | "without key" | "with key";
  /** Whether the stack file carries Pulumi's salt: secrets in it were encrypted before. */
  readonly salt: boolean;
  /** Whether the state folder holds a copy of the stack file. */
  readonly copy: boolean;
  readonly pendingKey: boolean;
  readonly passphrase: boolean;
}

/** The stack whose settings write themselves. */
export const embeddedStack = "local";

/** What it takes to know whether a stack has its key. */
export interface KeySituation {
  readonly stack: string;
  readonly keys: KeyFacts;
  readonly state: PulumiState | null;
  readonly paths: StackPaths;
  /** The text of settings that have to be written first; null for a stack that has none. */
  readonly embedded: string | null;
  /** Settings that the first `up` chooses and writes down, by key; empty where the stack file has them. */
  readonly chosen: Readonly<Record<string, string>>;
}

/**
 * How the stack comes to have a master key and a passphrase that opens it. Each step leaves what the next one needs on disk:
 * the key is in a file of its own until the stack file holds it, so a run killed anywhere is finished by the next.
 */
export function decideKeySteps(situation: KeySituation): readonly Step[] {
  const { keys, state, paths } = situation;
  const begin: readonly Step[] = state === null ? [{ kind: "initStack" }] : [];
  const rest = () => [...settingsSteps(situation), ...passphraseSteps(situation), ...begin, ...storeSteps(situation)];
  if (keys.pendingKey) return rest();
  if (keys.stackFile === "with key") {
    if (!keys.passphrase) throw passphraseMissing(situation);
    return begin;
  }
  if (keys.passphrase || keys.copy || (state?.resources.length ?? 0) > 0) throw keyMissing(situation);
  if (keys.salt) throw foreignSalt(situation);
  const make: Step = { kind: "makeMasterKey", path: paths.pendingKey };
  return [make, ...rest()];
}

/** Pulumi empties the stack file before it writes to it (sdk/go/common/workspace): killed in between, it leaves nothing. */
function settingsSteps({ stack, keys, paths, embedded }: KeySituation): readonly Step[] {
  const keep: Step = { kind: "keepStackFile", from: paths.stackFile, to: paths.stackFileBefore };
  if (keys.stackFile === "with key") return [];
  if (keys.stackFile === "without key") return [keep];
  if (embedded === null) throw noSettings(stack, paths, false);
  return [{ kind: "writeStackFile", path: paths.stackFile, text: embedded }, keep];
}

function passphraseSteps({ keys, paths }: KeySituation): readonly Step[] {
  return keys.passphrase ? [] : [{ kind: "writePassphrase", path: paths.passphrase, keyPath: paths.pendingKey }];
}

function storeSteps({ keys, paths, chosen }: KeySituation): readonly Step[] {
  const store: readonly Step[] =
    keys.stackFile === "with key" ? [] : [{ kind: "storeMasterKey", keyPath: paths.pendingKey }];
  return [
    ...Object.entries(chosen).map(
      ([key, value]): Step => ({ kind: "writeSetting", path: paths.stackFile, key, value }),
    ),
    ...store,
    { kind: "keepStackFile", from: paths.stackFile, to: paths.stackFileCopy },
    { kind: "dropPendingKey", path: paths.pendingKey },
  ];
}

/** The refusal without a stack file: restore the copy from the state folder if there is one; otherwise create a new file. */
export function noSettings(stack: string, paths: StackPaths, hasCopy: boolean): SettingsError | Refusal {
  if (hasCopy) return keyMissing({ stack, paths, keys: { stackFile: "missing", copy: true } });
  return new SettingsError([
    {
      file: paths.stackFile,
      line: null,
      key: `stack ${stack}`,
      found: "the file does not exist",
      write: `Create it:  npx chatkeep init --stack ${stack}`,
    },
  ]);
}

interface Whereabouts {
  readonly stack: string;
  readonly paths: StackPaths;
  readonly keys: Pick<KeyFacts, "stackFile" | "copy">;
}

function passphraseMissing({ stack, paths }: KeySituation): Refusal {
  return new Refusal(
    `${paths.stackFile} holds an encrypted master key, but the passphrase for it is not on this machine`,
    {
      next: `Copy the passphrase to ${paths.passphrase} from the machine that ran the stack ${stack}. If the file is only a copy of another stack's file, delete its lines \`encryptionsalt:\` and \`chatkeep:masterKey:\`; a new key is then created.\nIf the passphrase is lost, and the words of the recovery kit too, but the server still runs:  npx chatkeep keys new-master --from-running --stack ${stack}`,
    },
  );
}

function keyMissing({ stack, keys, paths }: Whereabouts): Refusal {
  const found = keys.stackFile === "missing" ? "is missing" : "does not hold its master key";
  const putBack = keys.copy
    ? `Restore the copy of the last successful run:  cp ${paths.stackFileCopy} ${paths.stackFile}`
    : `Restore ${paths.stackFile} from your own copy`;
  return new Refusal(`The stack ${stack} has run on this machine, but ${paths.stackFile} ${found}`, {
    next: `${putBack}\nOr choose another name:  npx chatkeep up --stack NAME`,
  });
}

function foreignSalt({ paths }: KeySituation): Refusal {
  return new Refusal(`${paths.stackFile} was encrypted with a passphrase that this machine does not have`, {
    next: "Delete its line `encryptionsalt:` and every value under `secure:`, then run the command again.",
  });
}
