import { StackError } from "../../errors.ts";
import type { Files } from "../../io/machine/files.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { withSetting } from "../../render/stack-file/stack-file.ts";
import { isStub } from "../../render/stack-file/stub.ts";
import type { StepTable } from "../steps/table.ts";
import {
  dropPendingKey,
  forgetSalt,
  makeMasterKey,
  masterKeySetting,
  storeMasterKey,
  writePassphrase,
} from "./first-key.ts";
import { storeIssued } from "./issued-secret.ts";

/** What is done to the master key, to what follows from it, and to the stack file that holds it. */
export type KeyStep =
  | { readonly kind: "writeStackFile"; readonly path: string; readonly text: string }
  | { readonly kind: "makeMasterKey"; readonly path: string }
  | { readonly kind: "writePassphrase"; readonly path: string; readonly keyPath: string }
  | { readonly kind: "storeMasterKey"; readonly keyPath: string }
  | { readonly kind: "storeIssued"; readonly key: string; readonly title: string; readonly path: string }
  | { readonly kind: "writeSetting"; readonly path: string; readonly key: string; readonly value: string }
  | { readonly kind: "keepStackFile"; readonly from: string; readonly to: string }
  | { readonly kind: "dropPendingKey"; readonly path: string }
  | { readonly kind: "forgetMasterKey" }
  | { readonly kind: "forgetSalt"; readonly path: string }
  | { readonly kind: "removeStackFile"; readonly path: string }
  | { readonly kind: "removeStub"; readonly path: string };

/** What these steps are performed on. */
export interface KeyStepWorld {
  readonly files: Pick<Files, "read" | "write" | "remove">;
  readonly pulumi: Pick<Pulumi, "secret" | "setSecret" | "removeSetting">;
}

/** What each of them says and does. */
export const keySteps: StepTable<KeyStep, KeyStepWorld> = {
  writeStackFile: {
    describe: ({ path }) => `write the settings to ${path}`,
    evidence: ({ path }) => ({ path }), // the settings themselves are in the stack file
    act: ({ path, text }, { files }) => files.write(path, text, 0o600),
  },
  makeMasterKey: { describe: () => "create a master key", act: ({ path }, world) => makeMasterKey(path, world) },
  writePassphrase: { describe: ({ path }) => `write Pulumi's passphrase to ${path}`, act: writePassphrase },
  storeMasterKey: {
    describe: () => "put the master key, encrypted, into the stack file",
    act: ({ keyPath }, world) => storeMasterKey(keyPath, world),
  },
  storeIssued: { describe: ({ title }) => `put ${title}, encrypted, into the stack file`, act: storeIssued },
  writeSetting: { describe: ({ key, value }) => `write ${key}: ${value} to the stack file`, act: writeSetting },
  keepStackFile: { describe: ({ to }) => `keep a copy of the stack file at ${to}`, act: keepCopy },
  dropPendingKey: {
    describe: () => "remove the copy of the master key that is no longer needed",
    act: ({ path }, world) => dropPendingKey(path, world),
  },
  forgetMasterKey: {
    describe: () => "remove the master key from the stack file",
    act: (_, { pulumi }) => pulumi.removeSetting(masterKeySetting),
  },
  forgetSalt: {
    describe: ({ path }) => `remove Pulumi's salt from ${path}; the settings stay`,
    act: ({ path }, world) => forgetSalt(path, world),
  },
  removeStackFile: {
    describe: ({ path }) => `remove ${path}, the settings of a throwaway stack`,
    act: ({ path }, { files }) => files.remove(path),
  },
  removeStub: { describe: ({ path }) => `remove ${path} if Pulumi created it for its salt`, act: removeStub },
};

async function keepCopy({ from, to }: Extract<KeyStep, { kind: "keepStackFile" }>, { files }: KeyStepWorld) {
  const text = await files.read(from);
  if (text === null) throw gone(from);
  await files.write(to, text, 0o600);
}

async function removeStub({ path }: Extract<KeyStep, { kind: "removeStub" }>, { files }: KeyStepWorld) {
  if (isStub((await files.read(path)) ?? "")) await files.remove(path);
}

/** A plain setting needs no Pulumi, which would take a start of its own for each. */
async function writeSetting({ path, key, value }: Extract<KeyStep, { kind: "writeSetting" }>, { files }: KeyStepWorld) {
  const text = await files.read(path);
  if (text === null) throw gone(path);
  await files.write(path, withSetting(text, key, value), 0o600);
}

function gone(path: string): StackError {
  return new StackError(`${path} was deleted while a command was using it`, {
    next: "Restore it, from the copy in the state folder if there is one, then run the same command again.",
  });
}
