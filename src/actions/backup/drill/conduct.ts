import { StackError, VaultError } from "../../../errors.ts";
import type { Toolchain } from "../../../io/pulumi/toolchain.ts";
import type { MasterKey } from "../../../keys/master-key.ts";
import { signingKey } from "../../../keys/signing-key.ts";
import type { WantedArchive } from "../../../operations/backup/drill/choose.ts";
import type { DrillFacts, Ended } from "../../../operations/backup/drill/facts.ts";
import type { ReportedStage } from "../../../operations/backup/drill/report.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import type { SettingsSource } from "../../../settings/yaml/settings-source.ts";
import type { Session } from "../../session.ts";
import { openedBundle } from "../../stack/bundle/seal.ts";
import type { ReachedEngine } from "../../stack/engine.ts";
import { settledStack } from "../../stack/settings.ts";
import type { Progress } from "../../terminal.ts";
import { type Booted, bootThrowaway } from "../../try/boot.ts";
import { type DeclaredTrial, declareThrowaway, type Given } from "../../try/declare.ts";
import { withThrowaway } from "../../try/with-throwaway.ts";
import { canaryKeys } from "../canary/renew.ts";
import { type FoundArchive, findArchive, type OpenedAt, type Refilling, refill } from "./archive-source.ts";
import { observeCanary } from "./canary.ts";
import { observeInside } from "./inside.ts";

/** What a drill is made with. */
export interface DrillWorld {
  readonly session: Session;
  /** The engine that the drill runs on. */
  readonly engine: ReachedEngine;
  readonly toolchain: Toolchain;
  /** The settings of the server, as they are written. */
  readonly source: SettingsSource;
  readonly master: MasterKey;
  readonly given: Given;
  readonly at: OpenedAt;
  readonly wanted: WantedArchive;
  readonly targets: DrillFacts["targets"];
  readonly progress: Progress;
  /** Refuses what would starve the running server. */
  readonly refuseWithoutRoom: (manifest: Manifest) => Promise<void>;
  /** For what breaks something on purpose. */
  readonly beforeCompare: Refilling["beforeCompare"];
}

/** What was seen, and how long each part took. */
export interface DrillSeen {
  readonly facts: DrillFacts;
  readonly stages: readonly ReportedStage[];
}

type Mutable = { -readonly [Key in keyof DrillFacts]: DrillFacts[Key] };

/** A drill on its way. */
interface Drilling {
  readonly world: DrillWorld;
  readonly seen: Mutable;
  readonly stages: ReportedStage[];
}

/** Brings an archive to life in a throwaway stack that is cut off from everything, looks at it, and removes it in every case. */
export async function conductDrill(world: DrillWorld): Promise<DrillSeen> {
  const start = performance.now();
  const drilling: Drilling = { world, seen: nothingSeen(world), stages: [] };
  const { seen, stages } = drilling;
  const manifest = await open(drilling);
  if (manifest === null || manifest.masterKey !== world.master.id()) return { facts: seen, stages };
  await world.refuseWithoutRoom(manifest);
  const declared = await declareDrill(world, manifest);
  const { say } = world.progress;
  await withThrowaway(world.session, world.engine, { declared, kept: false, say }, async (signal) => {
    await bringToLife(drilling, { manifest, declared, signal });
    if (seen.canary?.wrote?.kind === "done") seen.recoverySeconds = (performance.now() - start) / 1_000;
  });
  return { facts: seen, stages };
}

/** Opens the repository, and reads what the archive says of itself; null where that is not possible. */
async function open({ world, seen, stages }: Drilling): Promise<Manifest | null> {
  const { at, given, wanted, master } = world;
  world.progress.say("opening the repository");
  seen.opened = await timed(stages, "open", async () => {
    const found = await findArchive(at, given.stack, { wanted, random: Math.random(), masterKey: master.id() });
    Object.assign(seen, { archive: found.id, isNewest: found.isNewest, manifest: found.manifest });
    seen.settings = await attempt(() => openSettings(master, found));
    seen.signingKey = signingKey(master, found.manifest.epochs.signingKey ?? 0).keyId;
  });
  return seen.manifest;
}

/** Opens what a restore begins with where the operator's machine is lost too. */
async function openSettings(master: MasterKey, { bundle, newestBundle }: FoundArchive): Promise<void> {
  if (bundle === null)
    throw new VaultError("nothing was left with it", { next: "Run any command that changes the stack." });
  await openedBundle(master, bundle, newestBundle);
}

interface Bringing {
  readonly manifest: Manifest;
  readonly declared: DeclaredTrial;
  readonly signal: AbortSignal;
}

async function bringToLife({ world, seen, stages }: Drilling, { manifest, declared, signal }: Bringing): Promise<void> {
  const { at, progress, master, beforeCompare } = world;
  const { plan } = await settledStack(declared.session);
  const { stack } = plan;
  const { postgres, synapse, proxy } = plan.volumes;
  progress.say("restoring the archive");
  seen.restored = await attempt(async () => {
    const volumes = { postgres, synapse, proxy };
    const to = { stack, volumes, keyId: master.id(), say: progress.say, signal, beforeCompare };
    const filled = await refill(at, manifest, to);
    seen.compared = filled.findings;
    stages.push(...Object.entries(filled.seconds).map(([name, seconds]) => ({ name, seconds })));
  }, signal);
  if (seen.restored.kind === "failed") return;
  const booting: { booted: Booted | null } = { booted: null };
  const boot = async () => {
    booting.booted = await bootThrowaway(declared, progress, signal);
  };
  seen.started = await timed(stages, "start", boot, signal);
  if (booting.booted !== null) await lookAt(booting.booted, { world, seen, stages });
}

async function lookAt({ plan, engine }: Booted, { world, seen, stages }: Drilling): Promise<void> {
  const { progress, master, session } = world;
  progress.say("looking at the restored server");
  await timed(stages, "look", async () => {
    seen.inside = await observeInside(engine, plan);
  });
  progress.say("reading and writing as the canary");
  await timed(stages, "canary", async () => {
    const server = {
      engine: engine.client,
      synapse: plan.services.synapse.name,
      database: engine.stack.database(plan.services.postgres.name),
    };
    seen.canary = await observeCanary(server, canaryKeys(plan.serverName, master), session.clock.now());
  });
}

/** With the generations of secrets that the archive's server had. */
function declareDrill({ session, engine, toolchain, source, given }: DrillWorld, { epochs }: Manifest) {
  const then = { ...source, values: { ...source.values, epochs } };
  return declareThrowaway(session, { source: then, kind: "drill", toolchain, engine, given });
}

function nothingSeen({ session, master, targets, wanted }: DrillWorld): Mutable {
  return {
    archive: wanted.kind === "named" ? wanted.id : wanted.kind,
    began: session.clock.now().toISOString(),
    masterKey: master.id(),
    signingKey: "",
    opened: { kind: "failed", why: "not tried" },
    manifest: null,
    settings: null,
    restored: null,
    compared: null,
    started: null,
    inside: null,
    canary: null,
    recoverySeconds: null,
    targets,
    isNewest: false,
  };
}

async function timed(stages: ReportedStage[], name: string, doing: () => Promise<unknown>, signal?: AbortSignal) {
  const began = performance.now();
  const ended = await attempt(doing, signal);
  stages.push({ name, seconds: (performance.now() - began) / 1_000 });
  return ended;
}

/** How something ended. What is no message about a server or its backups is thrown on, and stopping is none. */
async function attempt(doing: () => Promise<unknown>, signal?: AbortSignal): Promise<Ended> {
  try {
    await doing();
    return { kind: "done" };
  } catch (error) {
    if (signal?.aborted || !(error instanceof StackError || error instanceof VaultError)) throw error;
    return { kind: "failed", why: error.message };
  }
}
