import type { Toolchain } from "../../../io/pulumi/toolchain.ts";
import type { CanarySecrets } from "../../../keys/canary.ts";
import { canaryOn } from "../../../kinds/own-accounts.ts";
import type { DrillFacts } from "../../../operations/backup/drill/facts.ts";
import type { ReportedStage } from "../../../operations/backup/drill/report.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import type { SettingsSource } from "../../../settings/yaml/settings-source.ts";
import type { Session } from "../../session.ts";
import type { ReachedEngine } from "../../stack/engine.ts";
import { settledStack } from "../../stack/settings.ts";
import type { Progress } from "../../terminal.ts";
import { type Booted, bootThrowaway } from "../../try/boot.ts";
import { type DeclaredTrial, declareThrowaway } from "../../try/declare.ts";
import { withThrowaway } from "../../try/with-throwaway.ts";
import { type Refilling, refill } from "./archive-source.ts";
import { attempt, timed } from "./attempt.ts";
import { observeCanary } from "./canary.ts";
import { observeInside } from "./inside.ts";
import { type DrillOrigin, type OpenedArchive, openForDrill } from "./open.ts";

/** What a drill is made with. */
export interface DrillWorld extends DrillOrigin {
  readonly session: Session;
  /** The engine that the drill runs on. */
  readonly engine: ReachedEngine;
  readonly toolchain: Toolchain;
  /** The settings of the server, as they are written. */
  readonly source: SettingsSource;
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
  const opened = await open(drilling);
  if (opened?.canary == null) return { facts: seen, stages };
  const { canary } = opened;
  const { manifest } = opened.facts;
  await world.refuseWithoutRoom(manifest);
  const declared = await declareDrill(world, manifest);
  const { say } = world.progress;
  await withThrowaway(world.session, world.engine, { declared, kept: false, say }, async (signal) => {
    await bringToLife(drilling, { manifest, canary, declared, signal });
    if (seen.canary?.wrote?.kind === "done") seen.recoverySeconds = (performance.now() - start) / 1_000;
  });
  return { facts: seen, stages };
}

/** Opens the repository, and reads what the archive says of itself; null where that is not possible. */
async function open({ world, seen, stages }: Drilling): Promise<OpenedArchive | null> {
  world.progress.say("opening the repository");
  const opening: { opened: OpenedArchive | null } = { opened: null };
  seen.opened = await timed(stages, "open", async () => {
    opening.opened = await openForDrill(world);
    Object.assign(seen, opening.opened.facts);
  });
  return opening.opened;
}

interface Bringing {
  readonly manifest: Manifest;
  readonly canary: CanarySecrets;
  readonly declared: DeclaredTrial;
  readonly signal: AbortSignal;
}

async function bringToLife({ world, seen, stages }: Drilling, bringing: Bringing): Promise<void> {
  const { manifest, canary, declared, signal } = bringing;
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
  if (booting.booted !== null) await lookAt(booting.booted, { world, seen, stages }, canary);
}

async function lookAt({ plan, engine }: Booted, { world, seen, stages }: Drilling, canary: CanarySecrets) {
  const { progress, session } = world;
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
    seen.canary = await observeCanary(server, { user: canaryOn(plan.serverName), ...canary }, session.clock.now());
  });
}

/** With the generations of secrets that the archive's server had; those of today where it had another master key, as `restore` does. */
function declareDrill({ session, engine, toolchain, source, master, given }: DrillWorld, manifest: Manifest) {
  const { masterKey, epochs } = manifest;
  const then = masterKey === master.id() ? { ...source, values: { ...source.values, epochs } } : source;
  return declareThrowaway(session, { source: then, kind: "drill", toolchain, engine, given });
}

function nothingSeen({ session, master, targets, wanted }: DrillWorld): Mutable {
  return {
    archive: wanted.kind === "named" ? wanted.id : wanted.kind,
    began: session.clock.now().toISOString(),
    masterKey: master.id(),
    earlierKey: null,
    signingKeys: [],
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
