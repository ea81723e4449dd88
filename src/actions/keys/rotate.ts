import { Refusal } from "../../errors.ts";
import { serverSecrets } from "../../keys/secrets.ts";
import { unannounced } from "../../operations/keys/rotation/announced.ts";
import { decideRotation, type RotationPlan } from "../../operations/keys/rotation/decide.ts";
import { withEpochs, withRetiredKey } from "../../render/stack-file/keys.ts";
import { onThisStack, type Session } from "../session.ts";
import { withLock } from "../stack/with-lock.ts";
import { withProgress } from "../terminal.ts";
import type { Prepared } from "../up/prepare.ts";
import { bringUpUnderLock, type UnderLock } from "../up/up.ts";
import { findKeys, type KeysFound } from "./key-facts.ts";
import { verifyPlaced } from "./verify-placed.ts";

/** A rotation as it is shown before it is agreed to. */
export interface Announced {
  readonly found: KeysFound;
  readonly rotation: RotationPlan;
}

/** Decides a rotation, and changes nothing. */
export async function planRotation(session: Session, names: readonly string[]): Promise<Announced> {
  const found = await findKeys(session);
  return { found, rotation: decideRotation(names, found.facts) };
}

/**
 * Replaces some secrets, once what happens is agreed to: writes their new generations to the stack file, and brings the server up with
 * them. A run that was killed in between is finished by the same command, or by `up`; null where it is not agreed to.
 */
export function rotate(
  session: Session,
  names: readonly string[],
  agreed: (announced: Announced) => Promise<boolean>,
): Promise<Announced | null> {
  return withLock(session, async (leftovers, journal) => {
    const announced = await planRotation(session, names);
    if (!(await agreed(announced))) return null;
    const { turns, retire } = announced.rotation;
    const epochs = Object.fromEntries(turns.map(({ purpose, to }) => [purpose, to]));
    const about = { epochs, ...(retire === null ? {} : { retired: retire.keyId, expired: retire.expired }) };
    await journal.record("keys rotate", about, () => writeGenerations(session, announced, epochs));
    await applyAnnounced(session, announced, { before: null, leftovers, journal });
    await withProgress(session.terminal, "verifying the new secrets", () => verifyRotation(session, announced, epochs));
    return announced;
  });
}

async function writeGenerations(
  { files, paths }: Session,
  { found, rotation: { retire } }: Announced,
  epochs: Readonly<Record<string, number>>,
): Promise<void> {
  const text = withEpochs(found.written.stackFile ?? "", epochs);
  await files.write(paths.stackFile, retire === null ? text : withRetiredKey(text, retire), 0o600);
}

/** Whatever else waits in the settings is not slipped into: then the stack file is as it was. */
async function applyAnnounced(session: Session, announced: Announced, under: UnderLock): Promise<void> {
  const wishes = { yes: true, cloudflareTokenFile: undefined, replaceRecords: false };
  await bringUpUnderLock(session, wishes, under, async (prepared) => {
    const others = unannounced(prepared.changes, prepared.plan, announced.rotation.replaced);
    if (others.length > 0) throw await otherChanges(session, announced, others);
    return true;
  });
}

async function otherChanges(
  { files, paths, stack }: Session,
  { found, rotation }: Announced,
  others: Prepared["changes"],
): Promise<Refusal> {
  const isBegun = rotation.turns.some((turn) => turn.isBegun);
  if (!isBegun) await files.write(paths.stackFile, found.written.stackFile ?? "", 0o600);
  const names = others.map(({ action, what, name }) => `${action} ${what} ${name}`).join(", ");
  return new Refusal(`The server is not as its settings say, so the rotation would also ${names}`, {
    next: `Bring it up first, then run this command again:  ${onThisStack("up", stack)}`,
  });
}

async function verifyRotation(
  session: Session,
  { found, rotation: { turns, retire } }: Announced,
  epochs: Readonly<Record<string, number>>,
): Promise<void> {
  const secrets = serverSecrets(found.master, { ...found.settled.settings.epochs, ...epochs });
  const purposes = turns.map(({ purpose }) => purpose);
  await verifyPlaced(session, { plan: found.settled.plan, secrets, purposes, retired: retire });
}
