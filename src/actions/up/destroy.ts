import { throwawayKind } from "../../io/machine/throwaway-names.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import type { Ownership } from "../../operations/ownership/judge.ts";
import { refuseForeign, refuseUnproven } from "../../operations/ownership/refuse.ts";
import { perform } from "../../operations/steps/perform.ts";
import { type DestroySeen, decideDeletion, decideDestroy } from "../../operations/up/destroy.ts";
import type { Leftovers } from "../../operations/up/seen.ts";
import { type Step, steps as table } from "../../operations/up/steps.ts";
import { switchMasterKey } from "../keys/new-master/switch.ts";
import type { Session } from "../session.ts";
import { type ReachedEngine, reachEngine } from "../stack/engine.ts";
import { changingPulumi } from "../stack/pulumi.ts";
import { repairCheckpoint } from "../stack/repair-checkpoint.ts";
import { holdsKey, settingsIn } from "../stack/settings.ts";
import { gatherSituation, type Situation } from "../stack/situation.ts";
import { withLock } from "../stack/with-lock.ts";
import { readKept, readWrittenSettings } from "../stack/written.ts";
import { withProgress } from "../terminal.ts";
import { refuseUnknown } from "./never-was.ts";
import { worldOf } from "./world.ts";

/** What `destroy` is told beforehand. */
export interface DestroyWishes {
  /** Whether a damaged state may be repaired without a question. */
  readonly yes: boolean;
  readonly deleteData: boolean;
}

/** Takes the server down, with its data where that is wished for, once what goes is agreed to; null where it is not. */
export async function takeDown(
  session: Session,
  { yes, deleteData }: DestroyWishes,
  agreed: (seen: DestroySeen, steps: readonly Step[]) => Promise<boolean>,
): Promise<DestroySeen | null> {
  const known = await refuseUnknown(session);
  return withLock(session, async (leftovers, journal) => {
    const found = await repairCheckpoint(session, await readKept(session), journal, { yes });
    const kept = (await switchMasterKey(session, journal)) ? await readKept(session) : found;
    const engine = known ?? (await reachEngine(session));
    const written = { ...(await readWrittenSettings(session)), ...kept };
    const source = await settingsIn(written, session);
    const seen = seenIn(session, await gatherSituation(session, { written, source }, engine), leftovers);
    refuseOthers(session, seen.ownership, deleteData);
    const steps = deleteData ? decideDeletion(seen) : decideDestroy(seen);
    if (!(await agreed(seen, steps))) return null;
    await carryOut(session, { engine, journal }, steps);
    return seen;
  });
}

function seenIn(session: Session, situation: Situation, leftovers: Leftovers): DestroySeen {
  const { stack, paths } = session;
  const { written, source, state, engine, ownership } = situation;
  const hasKey = source === null ? null : holdsKey(source);
  const passphrase = written.passphrase !== null;
  const isThrowaway = throwawayKind(stack) !== null;
  const now = session.clock.now();
  return { stack, paths, state, engine, ownership, leftovers, hasKey, passphrase, isThrowaway, now };
}

/** Another server is never removed. Data whose owner is unknown can be deleted only by typing the stack's name. */
function refuseOthers(session: Session, ownership: Ownership, deleteData: boolean): void {
  if (deleteData) refuseForeign(session, ownership);
  else refuseUnproven(session, ownership);
}

async function carryOut(
  session: Session,
  { engine, journal }: { readonly engine: ReachedEngine; readonly journal: Journal },
  steps: readonly Step[],
): Promise<void> {
  const pulumi = await changingPulumi(session, await readToolchain(session.files, session.paths.toolchain));
  await withProgress(session.terminal, `taking down the stack ${session.stack}`, (progress) =>
    perform(steps, table, worldOf(session, { engine, pulumi, journal }, progress)),
  );
}
