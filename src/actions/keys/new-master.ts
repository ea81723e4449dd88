import { StackError } from "../../errors.ts";
import { newMasterKey } from "../../keys/master-key.ts";
import { newPulumiSeal, pulumiSeal } from "../../keys/pulumi-secret.ts";
import { type Purpose, purposes } from "../../keys/purposes.ts";
import { pulumiPassphrase, serverSecrets } from "../../keys/secrets.ts";
import { Secret } from "../../kinds/secret.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import { intentText, type NewMasterIntent } from "../../operations/keys/new-master/intent.ts";
import { decideNewMaster, type NewMasterPlan } from "../../operations/keys/new-master/plan.ts";
import { retiring } from "../../operations/keys/rotation/decide.ts";
import { securedIn } from "../../render/stack-file/secrets.ts";
import { carriedPepperKey } from "../../settings/issued-secrets.ts";
import type { Session } from "../session.ts";
import { settledStack } from "../stack/settings.ts";
import { withLock } from "../stack/with-lock.ts";
import { withProgress } from "../terminal.ts";
import { bringUpUnderLock } from "../up/up.ts";
import { findKeys, type KeysFound } from "./key-facts.ts";
import { pendingNewMaster } from "./new-master/switch.ts";
import { refuseOtherChanges } from "./other-changes.ts";
import { servicesWithSecrets } from "./services-with-secrets.ts";
import { verifyPlaced } from "./verify-placed.ts";

/** What came of it. */
export interface NewMaster {
  readonly plan: NewMasterPlan;
  /** The public id of the key that the server has now. */
  readonly keyId: string;
}

/** Decides what a new master key changes, and changes nothing. */
export async function planNewMaster(session: Session): Promise<NewMasterPlan> {
  const intent = await pendingNewMaster(session);
  const { settings, plan } = await settledStack(session);
  const replaced = servicesWithSecrets(plan, settings);
  if (intent !== null)
    return decideNewMaster(plan, replaced, { earlierKeyId: null, retire: intent.retire, isBegun: true });
  const { master, facts } = await findKeys(session);
  const retire = retiring(facts.signingKey, facts.now);
  return decideNewMaster(plan, replaced, { earlierKeyId: master.id(), retire, isBegun: false });
}

/**
 * Gives the server a new master key, once what happens is agreed to. The intent is written down first, so a run that was
 * killed is finished by the same command, or by `up`; null where it is not agreed to.
 */
export function replaceMasterKey(
  session: Session,
  agreed: (plan: NewMasterPlan) => Promise<boolean>,
): Promise<NewMaster | null> {
  return withLock(session, async (leftovers, journal) => {
    const plan = await planNewMaster(session);
    if (!plan.isBegun) await refuseOtherChanges(session);
    if (!(await agreed(plan))) return null;
    if (!plan.isBegun) await begin(session, journal, await findKeys(session), plan);
    const intent = await pendingNewMaster(session);
    if (intent === null) throw new Error("the note of the new master key is gone");
    const wishes = { yes: true, cloudflareTokenFile: undefined, replaceRecords: false };
    await bringUpUnderLock(session, wishes, { leftovers, journal, before: null }, async () => true);
    await withProgress(session.terminal, "verifying the new secrets", () => verify(session, intent));
    return { plan, keyId: intent.master.id() };
  });
}

/** Writes the intent down, before anything is changed. */
async function begin(session: Session, journal: Journal, found: KeysFound, { retire }: NewMasterPlan): Promise<void> {
  const { files, paths } = session;
  const from = new Secret((await files.read(paths.passphrase)) ?? "");
  const master = newMasterKey();
  const { salt } = await newPulumiSeal(pulumiPassphrase(master));
  const pepper = await pepperOf(found, from);
  const intent: NewMasterIntent = { master, salt, from, pepper, retire, issued: {} };
  const about = { from: found.master.id(), to: master.id(), retired: retire.keyId, expired: retire.expired };
  await journal.record("keys new-master", about, () =>
    files.write(paths.pendingNewMaster, intentText(intent).reveal(), 0o600),
  );
}

/** The pepper of the running server: carried over already, or derived from the key that goes. */
async function pepperOf({ master, facts, written }: KeysFound, passphrase: Secret): Promise<Secret> {
  const text = written.stackFile ?? "";
  const secure = securedIn(text)[`chatkeep:${carriedPepperKey}`];
  if (secure === undefined) return serverSecrets(master, facts.appliedEpochs).passwordPepper;
  const salt = /^encryptionsalt: *["']?([^\s"']+)/m.exec(text)?.[1] ?? "";
  const pepper = (await pulumiSeal(salt, passphrase))?.open(secure) ?? null;
  if (pepper !== null) return pepper;
  throw new StackError(`chatkeep:${carriedPepperKey} in the stack file cannot be decrypted`, {
    next: "Restore the line from the copy of the stack file in the state folder. `npx chatkeep status` shows where that is.",
  });
}

async function verify(session: Session, { master, pepper, retire }: NewMasterIntent): Promise<void> {
  const { settings, plan } = await settledStack(session);
  const secrets = serverSecrets(master, settings.epochs, pepper);
  await verifyPlaced(session, { plan, secrets, purposes: Object.keys(purposes) as Purpose[], retired: retire });
}
