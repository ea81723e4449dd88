import { readToolchain } from "../../../io/pulumi/toolchain.ts";
import { Secret } from "../../../kinds/secret.ts";
import type { WantedArchive } from "../../../operations/backup/drill/choose.ts";
import { type DrillReport, drillReport } from "../../../operations/backup/drill/report.ts";
import { drillMemory } from "../../../operations/backup/drill/room.ts";
import { saltIn } from "../../../render/stack-file/secrets.ts";
import type { Session } from "../../session.ts";
import { type ReachedEngine, reachEngine } from "../../stack/engine.ts";
import { type Settled, settingsOf, understand } from "../../stack/settings.ts";
import { withLock } from "../../stack/with-lock.ts";
import { readWrittenSettings } from "../../stack/written.ts";
import { type Progress, withProgress } from "../../terminal.ts";
import { newThrowawayName } from "../../try/declare.ts";
import { sweepThrowaways } from "../../try/remove.ts";
import { renewCanaryOf } from "../canary/of-stack.ts";
import { ownRepository } from "../restore/own-repository.ts";
import type { ReachedRepository } from "../restore/reach-repository.ts";
import type { Refilling } from "./archive-source.ts";
import { conductDrill, type DrillWorld } from "./conduct.ts";
import { writeDrillReport } from "./report-files.ts";
import { refuseStarving } from "./room.ts";

/** What a drill is told. */
export interface DrillWishes {
  readonly wanted: WantedArchive;
  /** Another engine than the server's. */
  readonly engine: string | null;
  /** Where the report is written; null is the stack's state folder. */
  readonly folder: string | null;
  /** For what breaks something on purpose. */
  readonly beforeCompare: Refilling["beforeCompare"];
}

/** What became of it. */
export interface Drilled {
  readonly report: DrillReport;
  readonly files: readonly string[];
}

/** Brings an archive of the stack to life, compares and tries what came back, removes it, and writes a signed report. */
export async function drill(session: Session, wishes: DrillWishes): Promise<Drilled> {
  const { settled, world } = await prepareDrill(session);
  const there = wishes.engine === null ? session : onEngine(session, wishes.engine);
  const { facts, stages, machine } = await withProgress(session.terminal, "preparing the drill", async (progress) => {
    const engine = await reachEngine(there);
    for (const name of await sweepThrowaways(there, engine)) progress.keep(`removed ${name}, left by a killed run`);
    const whole = await completeWorld(there, engine, { settled, world, wishes, progress });
    const { name, kernel } = (await engine.stack.facts()).machine;
    return { ...(await conductDrill(whole)), machine: `${name} (Linux ${kernel})` };
  });
  const { serverName, stack } = settled.plan;
  const report = drillReport(facts, {
    ...{ server: serverName, stack, by: session.who, run: session.run, engine: machine, stages },
    ended: session.clock.now().toISOString(),
    epoch: settled.settings.epochs.evidenceKey ?? 0,
  });
  const files = await writeDrillReport(session, report, wishes.folder, world.master);
  await closeDrill(session, settled, report);
  return { report, files };
}

/** The journal keeps that it was, and the canary of the running server writes a message for the next one. */
async function closeDrill(session: Session, settled: Settled, { archive, passed, ended }: DrillReport): Promise<void> {
  await withLock(session, async (_, journal) => {
    await journal.record("drill", { archive, passed, ended }, async () => undefined);
    await renewCanaryOf(session, settled, { journal, olderThan: 0 });
  });
}

type Prepared = Pick<DrillWorld, "source" | "master" | "toolchain"> & {
  readonly passphrase: Secret;
  readonly salt: string;
  readonly own: ReachedRepository;
};

/** All that this machine has of the stack and a drill needs. */
async function prepareDrill(session: Session): Promise<{ readonly settled: Settled; readonly world: Prepared }> {
  const { files, paths } = session;
  const written = await readWrittenSettings(session);
  const source = await settingsOf(written, session);
  const settled = understand(session, source);
  const [{ key: master, ...own }, passphrase, toolchain] = await Promise.all([
    ownRepository(session, settled),
    files.read(paths.passphrase),
    readToolchain(files, paths.toolchain),
  ]);
  const salt = saltIn(written.stackFile ?? "") ?? "";
  return { settled, world: { source, master, toolchain, passphrase: new Secret(passphrase ?? ""), salt, own } };
}

interface Parts {
  readonly settled: Settled;
  readonly world: Prepared;
  readonly wishes: DrillWishes;
  readonly progress: Progress;
}

async function completeWorld(
  session: Session,
  engine: ReachedEngine,
  { settled, world, wishes, progress }: Parts,
): Promise<DrillWorld> {
  const { source, master, toolchain, passphrase, salt, own } = world;
  const { plan, settings } = settled;
  const { wanted, beforeCompare } = wishes;
  const memoryMebibytes = drillMemory(settings.memory);
  const stack = await newThrowawayName(session, "drill");
  return {
    ...{ session, engine, toolchain, source, master, wanted, progress, beforeCompare },
    given: { stack, passphrase, salt, memoryMebibytes },
    at: { client: engine.client, ...own, stack: plan.stack },
    retiredSigningKeys: settings.retiredSigningKeys.map(({ keyId }) => keyId),
    targets: {
      recoverySeconds: (plan.backup?.recoveryTime ?? 0) / 1_000,
      pointSeconds: (plan.backup?.recoveryPoint ?? 0) / 1_000,
    },
    refuseWithoutRoom: (manifest) => refuseStarving(engine, plan, manifest, memoryMebibytes),
  };
}

function onEngine(session: Session, address: string): Session {
  return { ...session, environment: { ...session.environment, DOCKER_HOST: address } };
}
