import type { StackObservation } from "../io/observations.ts";
import type { StackPaths } from "../io/paths.ts";
import type { PulumiState } from "../io/pulumi-state.ts";
import { nameOf } from "../plan/names.ts";
import { type Change, isReal, kindOf } from "./change.ts";
import type { Leftovers } from "./seen.ts";
import type { Step } from "./step.ts";
import { decideSweep } from "./sweep.ts";

/** Everything `destroy` decides on. */
export interface DestroySeen {
  readonly stack: string;
  readonly paths: StackPaths;
  readonly state: PulumiState | null;
  readonly engine: StackObservation;
  readonly leftovers: Leftovers;
  /** Whether the stack file holds the master key; null when there is no such file. */
  readonly hasKey: boolean | null;
  readonly passphrase: boolean;
  /** Nobody wrote the settings of a throwaway stack, so they go with it. */
  readonly isThrowaway: boolean;
}

/** How to take the server down; its data stays, and the state that knows it. */
export function decideDestroy(seen: DestroySeen): readonly Step[] {
  return [...decideSweep(seen), ...(isThere(seen) ? [{ kind: "destroy" } as const] : [])];
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
    ...(hasKey === null ? [] : [whatBecomesOfSettings(paths.stackFile, isThrowaway)]),
    { kind: "removeStateFolder", path: paths.stateFolder },
  ];
}

/**
 * What is not protected goes first. Where that needs Cloudflare's token the program is run for it, which protects the data anew; so
 * the protection is taken off when no record is left, and no program is run any more.
 */
function emptying({ state }: DestroySeen): readonly Step[] {
  const hasProtected = state?.resources.some(({ protected: kept }) => kept) ?? false;
  return [{ kind: "destroy" }, ...(hasProtected ? ([{ kind: "unprotect" }, { kind: "destroy" }] as const) : [])];
}

function whatBecomesOfSettings(path: string, isThrowaway: boolean): Step {
  return { kind: isThrowaway ? "removeStackFile" : "forgetSalt", path };
}

/** What is removed by this, for a person to agree to. */
export function whatGoes({ state, engine }: DestroySeen, deleteData: boolean): readonly Change[] {
  const remove = (what: string, name: string): Change => ({ action: "delete", what, name, because: [] });
  const known = (state?.resources ?? []).filter((each) => isReal(each) && (deleteData || !each.protected));
  const names = new Set(known.map(({ name }) => name));
  const data = deleteData ? engine.volumes.filter(({ name }) => !names.has(name)) : [];
  return [
    ...known.map(({ type, name, urn }) => remove(kindOf(type), name ?? urn)),
    ...data.map(({ name }) => remove("volume", name)),
  ];
}

/** The volumes that stay, with people's data. */
export function whatStays({ state }: DestroySeen): readonly string[] {
  return (state?.resources ?? []).flatMap(({ protected: kept, name }) => (kept && name !== null ? [name] : []));
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

/** Volumes are removed by name as well: Pulumi does not know those of a lost state, and removing what is gone is no error. */
function dataLeft({ stack, engine }: DestroySeen): readonly string[] {
  const planned = new Set(["configuration", "postgres", "synapse", "proxy", "turn"].map((role) => nameOf(stack, role)));
  return engine.volumes.filter(({ name, labelled }) => labelled || planned.has(name)).map(({ name }) => name);
}
