import type { StackPaths } from "../../io/machine/paths.ts";
import type { PlannedRecord } from "../../plan/dns/planned.ts";
import type { Plan } from "../../plan/plan.ts";
import { decideKeySteps } from "../keys/key-steps.ts";
import { refuseLostData } from "../ownership/lost-data.ts";
import { refuseOtherPostgres } from "../ownership/postgres-version.ts";
import { refuseUnproven } from "../ownership/refuse.ts";
import { applyTakingOver, takenOver } from "../ownership/take-over.ts";
import { unhealthyAmong } from "../running/await-health.ts";
import { clientPorts } from "../running/passage.ts";
import { decideRepairs, isRepair } from "../running/repairs.ts";
import type { Change, Drift } from "../state/change.ts";
import type { Seen } from "./seen.ts";
import { decideStarts } from "./starts.ts";
import type { Step } from "./steps.ts";
import { decideSweep } from "./sweep.ts";

/** What `up` is asked to reach. */
export interface Goal {
  readonly plan: Plan;
  readonly paths: StackPaths;
  /** The text of settings that have to be written first: embedded ones, or those that a killed run lost; null where there are none. */
  readonly embedded: string | null;
  /** Settings that the first `up` chooses and writes down, by key. */
  readonly chosen: Readonly<Record<string, string>>;
}

/** Where Caddy keeps the certificate of its internal authority (Caddy docs, "Automatic HTTPS", local HTTPS), in our container. */
const authorityInProxy = "/data/caddy/pki/authorities/local/root.crt";

/**
 * Everything that has to be done for the stack to be as planned, in the order that works. Where the running server is as
 * planned already, at most lost files of the state folder are written again.
 */
export function decideUp(goal: Goal, seen: Seen): readonly Step[] {
  const { plan, paths } = goal;
  const keySteps = refuseUp(goal, seen);
  const sweep = decideSweep(seen);
  const left = { ...seen, engine: withoutSwept(seen.engine, sweep) };
  const { starts, removals } = decideStarts(plan, left);
  const before = [...sweep, ...keySteps, ...removals];
  const repairs = [...decideRepairs(plan, left.engine), ...starts];
  if (before.length === 0 && seen.changes?.length === 0 && !hasOpenCreations(seen))
    return [
      ...repairs,
      ...(repairs.length === 0 && isHealthy(plan, seen) ? [] : healthSteps(plan)),
      ...(seen.artifacts.authority ? [] : authoritySteps(plan, paths)),
      ...(seen.artifacts.stackFileCopy ? [] : copySteps(paths)),
    ];
  const after = [...healthSteps(plan), ...authoritySteps(plan, paths), ...copySteps(paths)];
  return [...before, ...repairs, ...imageSteps(seen), ...applySteps(plan, paths, seen), ...after];
}

/** Refuses what can be seen to be wrong by the keys, the state and the engine alone; else gives what has to be done to the keys first. */
export function refuseUp(
  { plan, paths, embedded, chosen }: Goal,
  seen: Pick<Seen, "keys" | "state" | "engine" | "ownership" | "clusterVersion">,
): readonly Step[] {
  const { keys, state } = seen;
  const keySteps = decideKeySteps({ stack: plan.stack, keys, state, paths, embedded, chosen });
  refuseUnproven({ stack: plan.stack, paths }, seen.ownership);
  refuseLostData({ ...seen, stack: plan.stack });
  refuseOtherPostgres(plan, paths, seen.clusterVersion);
  return keySteps;
}

/** Whether the steps touch the running server or its records, and not only files of the state folder. */
export function changesServer(steps: readonly Step[]): boolean {
  return steps.some(
    (step) => step.kind === "apply" || step.kind === "replaceRecord" || step.kind === "removeRecord" || isRepair(step),
  );
}

function imageSteps({ missingImages }: Seen): readonly Step[] {
  return missingImages.length === 0 ? [] : [{ kind: "makeImages", images: missingImages }];
}

/** Open creations are cleared after the rest: until then they tell which volumes a killed run made. */
function applySteps(plan: Plan, { adoptedVolumes }: StackPaths, seen: Seen): readonly Step[] {
  const apply = applyTakingOver(adoptedVolumes, takenOver(plan, seen));
  return hasOpenCreations(seen) ? [...apply, { kind: "clearPendingCreations" }] : apply;
}

/** As long as the slowest service may take to start; then what all are there for. */
function healthSteps(plan: Plan): readonly Step[] {
  const seconds = Math.max(...Object.values(plan.services).map(({ startSeconds }) => startSeconds));
  const health: Step = { kind: "awaitHealth", containers: serviceNames(plan), seconds };
  const ports = clientPorts(plan);
  if (ports.length === 0) return [health]; // no client comes to a server that is cut off
  return [health, { kind: "askAsClient", stack: plan.stack, hostName: plan.hostName, ports }];
}

function isHealthy(plan: Plan, { engine, passage }: Seen): boolean {
  return unhealthyAmong(serviceNames(plan), engine).length === 0 && passage?.kind !== "closed";
}

function serviceNames({ services }: Plan): readonly string[] {
  return Object.values(services).map(({ name }) => name);
}

function withoutSwept(engine: Seen["engine"], sweep: readonly Step[]): Seen["engine"] {
  const gone = new Set(sweep.flatMap((step) => ("id" in step ? [step.id] : [])));
  return { ...engine, containers: engine.containers.filter(({ id }) => !gone.has(id)) };
}

function hasOpenCreations({ state }: Seen): boolean {
  return (state?.pendingCreations.length ?? 0) > 0;
}

function authoritySteps({ proxy, services }: Plan, paths: StackPaths): readonly Step[] {
  if (proxy.tls.mode !== "internal") return [];
  return [{ kind: "saveAuthority", container: services.proxy.name, from: authorityInProxy, to: paths.authority }];
}

function copySteps(paths: StackPaths): readonly Step[] {
  return [{ kind: "keepStackFile", from: paths.stackFile, to: paths.stackFileCopy }];
}

/** The changes without what is none: a container off its network has no ports, and has them again once it is put back. */
export function withoutRepaired(
  changes: readonly Change[] | null,
  plan: Plan,
  engine: Seen["engine"],
): readonly Change[] | null {
  if (changes === null) return null;
  const back = decideRepairs(plan, engine).flatMap((step) => (step.kind === "joinNetwork" ? [step.name] : []));
  const isPorts = ({ because }: Change) => because.length > 0 && because.every((each) => each === "ports");
  return changes.filter((change) => !(back.includes(change.name) && isPorts(change)));
}

/** What the repairs say was found, as a refresh says what it found; what that has said already is left out. */
export function driftOf(repairs: readonly Step[], said: readonly Drift[] = []): readonly Drift[] {
  const known = new Set(said.map(({ name }) => name));
  const names = repairs.flatMap((step) => (isRepair(step) && !known.has(step.name) ? [step.name] : []));
  return [...new Set(names)].map((name) => ({ what: "container", name, found: "changed" }));
}

/** On a clean state nothing is replaced: all that is planned is made. */
export function changesOnCleanState(plan: Plan): readonly Change[] {
  const create =
    (what: string) =>
    ({ name }: { readonly name: string }) => ({ action: "create" as const, what, name, because: [] });
  const once = [
    `${plan.installer.namePrefix}DIGEST`,
    ...(plan.elementWeb === null ? [] : [plan.elementWeb.containerName]),
  ];
  return [
    ...Object.values(plan.networks).map(create("network")),
    ...Object.values(plan.volumes).map(create("volume")),
    ...(plan.dns.provider === "none" ? [] : plan.dns.records.map(titled).map(create("record"))),
    ...[...once.map((name) => ({ name })), ...Object.values(plan.services)].map(create("container")),
  ];
}

function titled({ type, name }: PlannedRecord): { readonly name: string } {
  return { name: `${type} ${name}` };
}

/** Whether the plan needs a yes: only if it takes over, replaces, deletes or disconnects something. */
export function needsYes(changes: readonly Change[], steps: readonly Step[]): boolean {
  const replaces = changes.some(({ action }) => action === "adopt" || action === "replace" || action === "delete");
  return replaces || steps.some(({ kind }) => kind === "leaveNetwork");
}
