import { StackError } from "../../errors.ts";
import { newMasterKey } from "../../keys/master-key.ts";
import { newPulumiSeal } from "../../keys/pulumi-secret.ts";
import { type Purpose, purposes } from "../../keys/purposes.ts";
import { pulumiPassphrase, serverSecrets } from "../../keys/secrets.ts";
import { Secret } from "../../kinds/secret.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import { intentText, type NewMasterIntent } from "../../operations/keys/new-master/intent.ts";
import { decideNewMaster, type NewMasterPlan } from "../../operations/keys/new-master/plan.ts";
import { earlierRepositoryKey } from "../../operations/keys/new-master/repository-key.ts";
import { retiring } from "../../operations/keys/rotation/decide.ts";
import { carriedPepperKey } from "../../settings/issued-secrets.ts";
import type { Session } from "../session.ts";
import { secretInStackFile } from "../stack/encrypted-values.ts";
import { reachEngine } from "../stack/engine.ts";
import { settledStack } from "../stack/settings.ts";
import { withLock } from "../stack/with-lock.ts";
import { withProgress } from "../terminal.ts";
import { bringUpUnderLock, type UpWishes } from "../up/up.ts";
import { findKeys, type KeysFound } from "./key-facts.ts";
import { readRunning } from "./new-master/running-server.ts";
import { refuseKnownKey, settingsWithoutSecrets } from "./new-master/settings.ts";
import { backupOf, pendingNewMaster } from "./new-master/switch.ts";
import { refuseOtherChanges } from "./other-changes.ts";
import { servicesWithSecrets } from "./services-with-secrets.ts";
import { verifyPlaced } from "./verify-placed.ts";

/** What came of it. */
export interface NewMaster {
  readonly plan: NewMasterPlan;
  /** The public id of the key that the server has now. */
  readonly keyId: string;
  /** The id of the earlier key of the backups' repository, where the target let it not be removed; else null. */
  readonly earlierRepositoryKey: string | null;
}

/** How a new master key is made. */
export interface NewMasterWishes extends Pick<UpWishes, "cloudflareTokenFile"> {
  /** Whether the earlier key is lost, and what must stay is read from the running server. */
  readonly fromRunning: boolean;
}

/** What is taken over from the time before. */
type Kept = Pick<NewMasterIntent, "from" | "pepper" | "issued">;

/** What is to happen, and what is taken over; null where a run before wrote that down. */
interface Gathered {
  readonly plan: NewMasterPlan;
  readonly kept: Kept | null;
}

/** Decides what a new master key changes, and changes nothing. */
export async function planNewMaster(session: Session, wishes: NewMasterWishes): Promise<NewMasterPlan> {
  return (await gather(session, wishes)).plan;
}

/**
 * Gives the server a new master key, once what happens is agreed to. The intent is written down first, so a run that was
 * killed is finished by the same command, or by `up`; null where it is not agreed to.
 */
export function replaceMasterKey(
  session: Session,
  wishes: NewMasterWishes,
  agreed: (plan: NewMasterPlan) => Promise<boolean>,
): Promise<NewMaster | null> {
  return withLock(session, async (leftovers, journal) => {
    const { plan, kept } = await gather(session, wishes);
    if (kept !== null && kept.from !== null) await refuseOtherChanges(session);
    if (!(await agreed(plan))) return null;
    if (kept !== null) await begin(session, journal, plan, kept);
    const intent = await pendingNewMaster(session);
    if (intent === null) throw new Error("the note of the new master key is gone");
    const { cloudflareTokenFile } = wishes;
    const up = { yes: true, cloudflareTokenFile, replaceRecords: false };
    await bringUpUnderLock(session, up, { leftovers, journal, before: null }, async () => true);
    await withProgress(session.terminal, "verifying the new secrets", () => verify(session, intent));
    return { plan, keyId: intent.master.id(), earlierRepositoryKey: await earlierKeyLeft(session) };
  });
}

/** Asked of the container that runs now. */
async function earlierKeyLeft(session: Session): Promise<string | null> {
  const container = await backupOf(session);
  if (container === null) return null;
  const { stack } = await reachEngine(session);
  return earlierRepositoryKey(stack, container);
}

async function gather(session: Session, { fromRunning }: NewMasterWishes): Promise<Gathered> {
  const intent = await pendingNewMaster(session);
  if (intent !== null) {
    const { settings, plan } = await settingsWithoutSecrets(session);
    const isLost = intent.from === null;
    const replaced = isLost ? Object.keys(plan.services) : servicesWithSecrets(plan, settings);
    const facts = { earlierKeyId: null, isBegun: true, isLost, replaced, retire: intent.retire };
    return { plan: decideNewMaster(plan, facts), kept: null };
  }
  return fromRunning ? gatherRunning(session) : gatherStored(session);
}

async function gatherStored(session: Session): Promise<Gathered> {
  const found = await findKeys(session);
  const { settled, master, facts } = found;
  const from = new Secret((await session.files.read(session.paths.passphrase)) ?? "");
  const plan = decideNewMaster(settled.plan, {
    earlierKeyId: master.id(),
    isBegun: false,
    isLost: false,
    replaced: servicesWithSecrets(settled.plan, settled.settings),
    retire: retiring(facts.signingKey, facts.now),
  });
  return { plan, kept: { from, pepper: await pepperOf(found, from), issued: {} } };
}

async function gatherRunning(session: Session): Promise<Gathered> {
  const { plan } = await settingsWithoutSecrets(session);
  await refuseKnownKey(session);
  const { stack: engine } = await reachEngine(session);
  const { signingKey, pepper, issued } = await readRunning(session, engine, plan);
  const facts = {
    earlierKeyId: null,
    isBegun: false,
    isLost: true,
    replaced: Object.keys(plan.services),
    retire: retiring(signingKey, session.clock.now()),
  };
  return { plan: decideNewMaster(plan, facts), kept: { from: null, pepper, issued } };
}

/** Writes the intent down, before anything is changed. */
async function begin(session: Session, journal: Journal, plan: NewMasterPlan, kept: Kept): Promise<void> {
  const { files, paths } = session;
  const { earlierKeyId, retire, isLost } = plan;
  const master = newMasterKey();
  const { salt } = await newPulumiSeal(pulumiPassphrase(master));
  const text = intentText({ master, salt, retire, ...kept });
  const about = { from: isLost ? "the running server" : earlierKeyId, to: master.id(), retired: retire.keyId };
  await journal.record("keys new-master", about, () => files.write(paths.pendingNewMaster, text.reveal(), 0o600));
}

/** The pepper of the running server: carried over already, or derived from the key that goes. */
async function pepperOf({ master, facts, written }: KeysFound, passphrase: Secret): Promise<Secret> {
  if (!facts.carriedPepper) return serverSecrets(master, facts.appliedEpochs).passwordPepper;
  const pepper = await secretInStackFile(written.stackFile ?? "", carriedPepperKey, passphrase);
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
