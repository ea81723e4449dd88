import { Refusal } from "../../../errors.ts";
import type { StackObservation } from "../../../io/docker/observations.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import { intentText, type NewMasterIntent, parseIntent } from "../../../operations/keys/new-master/intent.ts";
import {
  endingSteps,
  type MarkedVolume,
  type NewMasterStep,
  type NewMasterWorld,
  newMasterSteps,
  switchSteps,
} from "../../../operations/keys/new-master/switch.ts";
import { retiring } from "../../../operations/keys/rotation/decide.ts";
import { type PerformingWorld, perform } from "../../../operations/steps/perform.ts";
import { serviceDefinitions } from "../../../plan/services/all.ts";
import { templateAt } from "../../../render/fill.ts";
import { onThisStack, type Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import { withProgress } from "../../terminal.ts";
import { settingsWithoutSecrets } from "./settings.ts";

/** The new master key that a run left half in place, or that is about to be put there; null where there is none. */
export async function pendingNewMaster({ files, paths }: Session): Promise<NewMasterIntent | null> {
  const text = await files.read(paths.pendingNewMaster);
  return text === null ? null : parseIntent(text, paths.pendingNewMaster);
}

/** Refuses a look at a stack whose state and settings may belong to two keys. */
export async function refuseHalfSwitched(session: Session): Promise<void> {
  if ((await pendingNewMaster(session)) === null) return;
  throw new Refusal(`A new master key of the stack ${session.stack} is half in place: a run was killed`, {
    next: `Finish it:  ${onThisStack("keys new-master", session.stack)}`,
  });
}

/** Switches state, settings and passphrase to the pending new master key; false where there is none. Done again, it changes nothing. */
export async function switchMasterKey(session: Session, journal: Journal): Promise<boolean> {
  const found = await pendingNewMaster(session);
  if (found === null) return false;
  const intent = await withTimeLeft(session, found);
  const { stack } = await reachEngine(session);
  const volumes = runningVolumes(await stack.observe());
  await performAll(session, journal, switchSteps(intent, volumes, session.paths, await backupOf(session)));
  return true;
}

/** Ends the switch once the server runs with the new key. */
export async function endMasterKeySwitch(session: Session, journal: Journal): Promise<void> {
  const intent = await pendingNewMaster(session);
  if (intent !== null) await performAll(session, journal, endingSteps(intent, await backupOf(session)));
}

/** The container that makes backups; null where there are none. */
export async function backupOf(session: Session): Promise<string | null> {
  const { plan } = await settingsWithoutSecrets(session);
  return plan.services.backup?.name ?? null;
}

async function performAll(session: Session, journal: Journal, steps: readonly NewMasterStep[]): Promise<void> {
  const { files, paths, terminal } = session;
  const { stack: engine } = await reachEngine(session);
  const marking = templateAt(readTemplates(), "installer/key-ids.sh");
  await withProgress(terminal, "putting the new master key in place", (narrator) =>
    perform<NewMasterStep, NewMasterWorld & PerformingWorld>(steps, newMasterSteps, {
      files,
      paths,
      engine,
      marking,
      journal,
      narrator,
    }),
  );
}

/** The old signing key must count until its process has ended: a run that is finished hours later gives it more time. */
async function withTimeLeft({ files, paths, clock }: Session, intent: NewMasterIntent): Promise<NewMasterIntent> {
  const now = clock.now();
  if (intent.retire.expired > now.getTime() + 3_600_000) return intent;
  const later = { ...intent, retire: retiring(intent.retire, now) };
  await files.write(paths.pendingNewMaster, intentText(later).reveal(), 0o600);
  return later;
}

function runningVolumes({ containers }: StackObservation): readonly MarkedVolume[] {
  return serviceDefinitions
    .filter(({ holdsPeoplesData }) => holdsPeoplesData)
    .flatMap(({ name, dataFolder }) => {
      const found = containers.find(({ role, state }) => role === name && state.kind === "running");
      return found === undefined ? [] : [{ container: found.id, folder: dataFolder }];
    });
}
