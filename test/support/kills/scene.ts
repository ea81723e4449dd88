import { readFile } from "node:fs/promises";
import type { StackPaths } from "../../../src/io/machine/paths.ts";
import { parseEvent, type ResourceChange } from "../../../src/io/pulumi/events.ts";
import { parsePulumiState, type RememberedResource } from "../../../src/io/pulumi/state.ts";
import { kindOf } from "../../../src/operations/state/change.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { engineOf, type Place } from "../stack/engine.ts";
import type { Thing, When } from "./moments.ts";

/** A moment that is seen from outside, by what Pulumi says, what it has written down and what the engine has. */
export type WatchedWhen = Exclude<Extract<When, { readonly thing: Thing }>, { readonly at: "requested" }>;

/** Something that Pulumi began or ended. */
interface Said {
  readonly kind: "begun" | "done";
  readonly change: ResourceChange;
}

/** One run of `up` as it is seen from outside. */
export interface Scene {
  /** Whether the Pulumi that applies is at work: before that, there is nothing to strike at. */
  isApplying(): Promise<boolean>;
  /** Whether the moment is now. */
  isAt(when: WatchedWhen): Promise<boolean>;
}

/** Watches a stack. */
export function watchScene(place: Place, paths: StackPaths): Scene {
  const said = readEvents(paths);
  const start = Date.now() / 1_000;
  const matches = ({ role }: WatchedWhen, name: string) =>
    role === "" || name === nameOf(place.name, role) || name.startsWith(`${nameOf(place.name, role)}-`);
  const isAt = async (when: WatchedWhen): Promise<boolean> => {
    const about = (await said()).filter(
      ({ change: { operation, type, name } }) =>
        operation === when.operation && kindOf(type) === when.thing && matches(when, name),
    );
    const [begun, done] = [about.filter(({ kind }) => kind === "begun"), about.filter(({ kind }) => kind === "done")];
    if (when.at === "begun") return begun.length > done.length;
    if (when.at === "done") return done.length > 0;
    if (begun.length === 0) return false;
    if (when.at === "stopping") return await wasSignalled(place, nameOf(place.name, when.role), start);
    const existing = (await thingsOn(place, when.thing)).filter(({ name }) => matches(when, name));
    const known = (await remembered(paths, when.thing)).filter(({ name }) => matches(when, name ?? ""));
    return when.at === "ahead"
      ? existing.some(({ id }) => !known.some((each) => each.id === id))
      : known.some((each) => !existing.some(({ id }) => each.id === id));
  };
  return { isAt, isApplying: async () => (await said()).length > 0 };
}

/** The events of the run that applies; each Pulumi writes the file again, and a preview's events do not count. */
function readEvents({ events: path }: StackPaths): () => Promise<readonly Said[]> {
  let [read, said]: [number, Said[]] = [0, []];
  return async () => {
    const text = await readFile(path, "utf8").catch(() => "");
    if (text.length < read) [read, said] = [0, []];
    const whole = text.slice(read, text.lastIndexOf("\n") + 1);
    read += whole.length;
    for (const line of whole.split("\n")) {
      const event = parseEvent(line);
      if ((event?.kind === "begun" || event?.kind === "done") && !event.planning) said.push(event);
    }
    return said;
  };
}

/** Whether the engine has a thing of that kind which Pulumi's checkpoint does not know. */
export async function isAhead(place: Place, paths: StackPaths, thing: Thing): Promise<boolean> {
  const known = await remembered(paths, thing);
  return (await thingsOn(place, thing)).some(({ id }) => !known.some((each) => each.id === id));
}

/** Whether the engine has sent a container's process a signal since then (Engine API, "Monitor events"; times in seconds). */
async function wasSignalled(place: Place, container: string, since: number): Promise<boolean> {
  const filters = JSON.stringify({ container: [container], event: ["kill"] });
  const events = await engineOf(place).getEvents({ since, until: Date.now() / 1_000, filters });
  let text = "";
  for await (const part of events) text += part;
  return text.trim() !== "";
}

/** By the stack's label; of a volume its name is its id. */
async function thingsOn(
  place: Place,
  thing: Thing,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const [engine, filters] = [engineOf(place), { label: [`chatkeep.stack=${place.name}`] }];
  switch (thing) {
    case "container": {
      const found = await engine.listContainers({ all: true, filters });
      return found.map(({ Id, Names }) => ({ id: Id, name: Names[0]?.slice(1) ?? "" }));
    }
    case "network":
      return (await engine.listNetworks({ filters })).map(({ Id, Name }) => ({ id: Id, name: Name }));
    case "volume":
      return (await engine.listVolumes({ filters: JSON.stringify(filters) })).Volumes.map(({ Name }) => ({
        id: Name,
        name: Name,
      }));
    default:
      return thing satisfies never;
  }
}

async function remembered({ checkpoint }: StackPaths, thing: Thing): Promise<readonly RememberedResource[]> {
  const text = await readFile(checkpoint, "utf8").catch(() => null);
  return text === null ? [] : parsePulumiState(text).resources.filter(({ type }) => kindOf(type) === thing);
}

/** What Pulumi's checkpoint says is unfinished, in words. */
export async function openOperations({ checkpoint }: StackPaths): Promise<readonly string[]> {
  const text = await readFile(checkpoint, "utf8").catch(() => null);
  const open: unknown = text === null ? null : JSON.parse(text).checkpoint?.latest?.pending_operations;
  return Array.isArray(open)
    ? open.map(({ type, resource }) => `${type} ${String(resource.urn).split("::").at(-1)}`)
    : [];
}
