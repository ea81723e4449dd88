import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { usedProperties } from "../../../airgap/docker/conformance.ts";
import { isEmpty, type Plain, type Properties } from "../../../airgap/table/plain.ts";
import type { Effect, UsedProperty } from "../../../airgap/table/used-property.ts";
import { valueAt, withValueAt } from "../../support/property-paths.ts";
import { engine, image, makeImage, named, sweep } from "./bench.ts";
import { data, edge, installer, otherValues, service, volume } from "./programs/program.ts";
import { type Existing, type Kind, official, ours, ProviderProcess } from "./provider-process.ts";

const binary = official ?? ours;
const unchanged = { does: "nothing", properties: [] };

/** Something that the program could have declared: what is written, what was made of it, and what a look without a state shows. */
interface Example {
  readonly inputs: Properties;
  readonly made: Existing;
  readonly imported: Properties;
}

let provider: ProviderProcess;
const created: [Kind, Existing][] = [];
/** Examples that together write every property. */
const written = new Map<Kind, readonly Example[]>();
/** What is there when as little as possible is written: of the resource, and of each of its parts. */
const unwritten = new Map<Kind, readonly Example[]>();

beforeAll(async () => {
  await makeImage();
  provider = await ProviderProcess.start(binary);
  const disk = await example("volume:Volume", volume);
  const networks = [await example("network:Network", edge), await example("network:Network", data)] as const;
  const [network, mount] = [networks[0].made.id, { volumeName: disk.made.id, containerPath: "/cfg" }];
  const containers = [service("service", network, disk.made.id), installer("installer", disk.made.id)];
  written.set("volume:Volume", [disk]).set("network:Network", networks);
  written.set("container:Container", await examplesOf("container:Container", containers));
  const least = { name: named("least"), image, command: ["/bin/busybox", "sleep", "600"] };
  const parts = { healthcheck: { tests: ["NONE"] }, ports: [{ internal: 80, external: 0 }], volumes: [mount] };
  const inParts = { ...least, ...parts, name: named("parts"), networksAdvanced: [{ name: network }], capabilities: {} };
  unwritten.set("container:Container", await examplesOf("container:Container", [least, inParts]));
  for (const kind of ["network:Network", "volume:Volume"] as const)
    unwritten.set(kind, await examplesOf(kind, [{ name: named("least") }]));
});

afterAll(async () => {
  for (const [kind, existing] of created.toReversed()) await provider.remove(kind, existing);
  await provider?.stop();
  await sweep();
});

describe.each(Object.keys(usedProperties) as (keyof typeof usedProperties)[])(
  `the table of a %s holds for ${binary.name}`,
  (kind) => {
    it.each(Object.entries<UsedProperty>(usedProperties[kind]))("at %s", async (path, row) => {
      const seen = exampleWith(kind, path);
      const preset = row.preset === undefined ? undefined : said(row.preset);
      expect({
        changed: await changeOf(kind, seen, path),
        removed: await removalOf(kind, seen, path),
        preset: preset === undefined ? undefined : presetOf(kind, path),
        shown: shownOf(kind, path),
      }).toEqual({ ...row, preset, removed: row.removed === "refused early" ? refusedEarly : row.removed });
    });
  },
);

describe(`what the program reads of an installer of ${binary.name}`, () => {
  it("is its exit code, from the engine, and its words, from the state", () => {
    const { made, imported } = exampleWith("container:Container", "uploads");
    expect(made.state).toMatchObject({ exitCode: 0, containerLogs: "accepted\n" });
    expect(imported).toMatchObject({ exitCode: 0, containerLogs: null });
  });
});

/** Where ours says no at once, the official provider plans a replacement. */
const refusedEarly: UsedProperty["removed"] = official === null ? "refused" : "replaces";

async function changeOf(kind: Kind, { inputs, made }: Example, path: string): Promise<Effect> {
  const wanted = withValueAt(inputs, path, otherValue(path));
  expect(await provider.compare(kind, made, inputs)).toEqual(unchanged);
  const { does, properties } = await provider.compare(kind, made, wanted);
  expect(properties).toEqual([nameIn(path)]);
  return does === "replace" ? "replaces" : effectOf(kind, { inputs, made }, wanted);
}

async function effectOf(kind: Kind, { inputs, made }: Omit<Example, "imported">, wanted: Properties): Promise<Effect> {
  if (kind === "container:Container") await waitForInstaller(made.id, inputs);
  const before = await engineHas(made.id);
  const updated = await provider.update(kind, made, wanted);
  const after = await engineHas(made.id);
  expect(await provider.compare(kind, updated, wanted)).toEqual(unchanged);
  await provider.update(kind, updated, inputs);
  return before === after ? "state alone" : "in place";
}

/** An installer that the change before this one started may still run, and to start it then would change nothing. */
async function waitForInstaller(id: string, { mustRun }: Properties): Promise<void> {
  if (mustRun === false) await engine.getContainer(id).wait();
}

/** All that a change of a running container can be seen by. */
async function engineHas(id: string): Promise<string> {
  const { Config, HostConfig, State } = await engine.getContainer(id).inspect();
  return JSON.stringify([Config, HostConfig, State.StartedAt]);
}

async function removalOf(kind: Kind, { inputs, made }: Example, path: string): Promise<UsedProperty["removed"]> {
  const wanted = withValueAt(inputs, path, undefined);
  const verdict = await provider.compare(kind, made, wanted).catch(() => null);
  if (verdict === null) return "refused";
  if (verdict.does === "nothing") return "nothing";
  return verdict.does === "replace" ? "replaces" : effectOf(kind, { inputs, made }, wanted);
}

function presetOf(kind: Kind, path: string): Plain {
  const [least, inParts] = unwritten.get(kind) ?? [];
  return said(valueAt((isPart(path) ? inParts : least)?.made.state ?? {}, path));
}

/** What a look without a state shows, of something whose state says something about the property. */
function shownOf(kind: Kind, path: string): UsedProperty["shown"] {
  const name = nameIn(path);
  const all = [...(written.get(kind) ?? []), ...(unwritten.get(kind) ?? [])];
  const telling = all.find(({ made }) => said(made.state[name]) !== null);
  if (telling === undefined) throw new Error(`No example says anything about ${name} of a ${kind}: change one.`);
  if (said(telling.imported[name]) === null) return "by the state alone";
  expect(said(telling.imported[name])).toEqual(said(telling.made.state[name]));
  return "by the engine";
}

function isPart(path: string): boolean {
  return nameIn(path) !== path;
}

/** The property that a path is about or within. */
function nameIn(path: string): string {
  return /^[a-zA-Z]+/.exec(path)?.[0] ?? path;
}

function exampleWith(kind: Kind, path: string): Example {
  const examples = written.get(kind)?.filter(({ inputs }) => valueAt(inputs, path) !== undefined) ?? [];
  // One that says something: what is empty looks the same as what no one wrote.
  const found = examples.find(({ inputs }) => !isEmpty(valueAt(inputs, path))) ?? examples[0];
  if (found === undefined) throw new Error(`No example writes ${path} of a ${kind}: write it in program.ts.`);
  return found;
}

function otherValue(path: string): Plain {
  const value = otherValues[path];
  if (value === undefined) throw new Error(`There is no other value for ${path}: write one in program.ts.`);
  return value;
}

async function examplesOf(kind: Kind, all: readonly Properties[]): Promise<readonly Example[]> {
  const examples: Example[] = [];
  for (const inputs of all) examples.push(await example(kind, inputs));
  return examples;
}

async function example(kind: Kind, inputs: Properties): Promise<Example> {
  const made = await provider.create(kind, inputs);
  created.push([kind, made]);
  return { inputs, made, imported: (await provider.read(kind, made.id))?.state ?? {} };
}

/** A value without what says nothing (the official provider has parts of its own, empty), its parts and items in one order. */
function said(value: Plain | undefined): Plain {
  if (value === undefined || value === "0s" || isEmpty(value)) return null;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(said).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const parts = Object.entries(value).filter(([name]) => !name.startsWith("__"));
  const saying = parts.map(([name, part]) => [name, said(part)] as const).filter(([, part]) => part !== null);
  return Object.fromEntries(saying.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
