import type { ObservedVolume, StackObservation } from "../../io/docker/observations.ts";
import type { StackPaths } from "../../io/machine/paths.ts";
import type { PulumiState } from "../../io/pulumi/state.ts";
import { nameOf } from "../../plan/names.ts";
import { formerVolumeRole, volumeRoles } from "../../plan/services/volumes.ts";
import { presentData } from "../ownership/facts.ts";
import type { Ownership } from "../ownership/judge.ts";
import { refuseLostData } from "../ownership/lost-data.ts";
import { type Change, isReal, kindOf } from "../state/change.ts";
import type { Leftovers } from "./seen.ts";
import type { Step } from "./steps.ts";
import { decideSweep } from "./sweep.ts";

/** Everything `destroy` decides on. */
export interface DestroySeen {
  readonly stack: string;
  readonly paths: StackPaths;
  readonly state: PulumiState | null;
  readonly engine: StackObservation;
  readonly ownership: Ownership;
  readonly leftovers: Leftovers;
  /** Whether the stack file holds the master key; null when there is no such file. */
  readonly hasKey: boolean | null;
  readonly passphrase: boolean;
  /** The settings of a throwaway stack are generated, so they are deleted with it. */
  readonly isThrowaway: boolean;
  readonly now: Date;
}

/** How to take the server down; its data stays, and the state that knows it. */
export function decideDestroy(seen: DestroySeen): readonly Step[] {
  refuseLostData(seen); // otherwise the state forgets the volume, and the next `up` creates an empty one
  if (!isThere(seen)) return decideSweep(seen);
  return [...decideSweep(seen), { kind: "destroy" }, ...stubRemoval(seen)];
}

/** How to remove everything of a stack: from the engine, from Pulumi and from this machine. Its settings stay, without the key, where a person wrote them. */
export function decideDeletion(seen: DestroySeen): readonly Step[] {
  const { state, paths, hasKey, passphrase, isThrowaway } = seen;
  const emptied: readonly Step[] = isThere(seen) && passphrase ? emptying(seen) : removals(seen);
  const volumes = dataLeft(seen).map((name): Step => ({ kind: "removeVolume", name }));
  return [
    ...decideSweep(seen),
    ...emptied,
    ...volumes,
    ...(hasKey === true && !isThrowaway ? [{ kind: "forgetMasterKey" } as const] : []),
    ...(state === null ? [] : [{ kind: "forgetStack" } as const]),
    ...(hasKey === null ? stubRemoval(seen) : [whatBecomesOfSettings(paths.stackFile, isThrowaway)]),
    ...(isThrowaway ? [] : [{ kind: "keepJournal", from: paths.journal, to: keptJournalPath(seen) } as const]),
    { kind: "removeStateFolder", path: paths.stateFolder },
  ];
}

/** Where the journal is kept when the data is deleted: the evidence of what was done outlives it. */
export function keptJournalPath({ stack, paths, now }: Pick<DestroySeen, "stack" | "paths" | "now">): string {
  return `${paths.keptJournals}/${stack}-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z.jsonl`;
}

/**
 * Unprotected resources are removed first. If that needs Cloudflare's token, the program runs, which protects the data again; so
 * the protection is taken off when no record is left, and no program is run any more.
 */
function emptying({ state }: DestroySeen): readonly Step[] {
  const hasProtected = state?.resources.some(({ protected: kept }) => kept) ?? false;
  return [{ kind: "destroy" }, ...(hasProtected ? ([{ kind: "unprotect" }, { kind: "destroy" }] as const) : [])];
}

/** Where there was no stack file, Pulumi makes one to keep a salt in, which would be taken for settings. */
function stubRemoval({ hasKey, paths }: DestroySeen): readonly Step[] {
  return hasKey === null ? [{ kind: "removeStub", path: paths.stackFile }] : [];
}

function whatBecomesOfSettings(path: string, isThrowaway: boolean): Step {
  return { kind: isThrowaway ? "removeStackFile" : "forgetSalt", path };
}

/** What is removed by this, for a person to agree to. */
export function whatGoes(seen: DestroySeen, deleteData: boolean): readonly Change[] {
  const remove = (what: string, name: string): Change => ({ action: "delete", what, name, because: [] });
  const known = (seen.state?.resources ?? []).filter((each) => isReal(each) && (deleteData || !each.protected));
  const names = new Set(known.map(({ name }) => name));
  const data = deleteData ? dataLeft(seen).filter((name) => !names.has(name)) : [];
  const unmanaged = decideSweep(seen).flatMap((step) => removed(step) ?? []);
  return [
    ...known.map(({ type, name, urn }) => remove(kindOf(type), name ?? urn)),
    ...unmanaged.filter(({ name }) => !names.has(name)).map(({ what, name }) => remove(what, name)),
    ...data.map((name) => remove("volume", name)),
  ];
}

/** What a step takes from the engine that the state does not know; null for a step that takes nothing. */
function removed(step: Step): Pick<Change, "what" | "name"> | null {
  if (step.kind === "removeContainer") return { what: "container", name: step.name };
  return step.kind === "removeNetwork" ? { what: "network", name: step.name } : null;
}

/** The volumes that stay, with people's data: those that the state protects, and those that it does not know. */
export function whatStays({ stack, state, engine }: DestroySeen): readonly string[] {
  const known = state?.resources ?? [];
  const kept = known.flatMap(({ protected: isKept, name }) => (isKept && name !== null ? [name] : []));
  const names = new Set(known.map(({ name }) => name));
  return [...kept, ...presentData({ stack, engine }).filter((name) => !names.has(name))];
}

function isThere({ state }: DestroySeen): boolean {
  return state?.resources.some(isReal) ?? false;
}

/** Without the passphrase Pulumi cannot read its state: then everything that carries the stack's label goes. */
function removals({ state, engine }: DestroySeen): readonly Step[] {
  const known = new Set(state?.resources.map(({ id }) => id));
  const containers = engine.containers.filter(({ id }) => known.has(id));
  const networks = engine.networks.filter(({ id }) => known.has(id));
  return [
    ...containers.map(({ id, name }): Step => ({ kind: "removeContainer", id, name })),
    ...networks.map(({ id, name }): Step => ({ kind: "removeNetwork", id, name })),
  ];
}

/**
 * Volumes are removed by name as well: Pulumi does not know those of a lost state, and removing what is gone is no error. Of
 * those without a label, only a name that the stack would give is its own; one with another stack's label never is.
 */
function dataLeft({ stack, engine }: DestroySeen): readonly string[] {
  const planned = new Set([...volumeRoles(), formerVolumeRole].map((role) => nameOf(stack, role)));
  const ours = ({ name, stack: label }: ObservedVolume) => label === stack || (label === null && planned.has(name));
  return engine.volumes.filter(ours).map(({ name }) => name);
}
