import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { usedCloudflareProperties } from "../../airgap/cloudflare/conformance.ts";
import { isEmpty, type Plain, type Properties } from "../../airgap/table/plain.ts";
import type { Effect, UsedProperty } from "../../airgap/table/used-property.ts";
import type { Existing } from "../live/airgap/provider-process.ts";
import { valueAt, withValueAt } from "../support/property-paths.ts";
import { addressRecord, type Bench, cloudflareBinary, startBench, stopBench } from "./cloudflare-bench.ts";

const kind = "dnsRecord:DnsRecord";
const unchanged = { does: "nothing", properties: [] };

interface Example {
  readonly inputs: Properties;
  readonly made: Existing;
  readonly imported: Properties;
}

let bench: Bench;
const examples: Example[] = [];
/** A record with as little written as it takes. */
let least: Existing;

beforeAll(async () => {
  bench = await startBench();
  const caa = { flags: 128, tag: "issue", value: "letsencrypt.org" };
  const srv = { priority: 10, weight: 5, port: 443, target: "chat.acme.test" };
  const { content: _, ...common } = addressRecord(bench);
  for (const inputs of [
    addressRecord(bench),
    { ...common, type: "CAA", data: caa },
    { ...common, type: "SRV", name: "_matrix-fed._tcp.acme.test", priority: 10, data: srv },
  ])
    examples.push(await example(inputs));
  const { comment: _comment, proxied: _proxied, ...rest } = addressRecord(bench, { name: "least.acme.test" });
  least = await bench.provider.create(kind, rest);
});
afterAll(() => stopBench(bench));

async function example(inputs: Properties): Promise<Example> {
  const made = await bench.provider.create(kind, inputs);
  const imported = (await bench.provider.read(kind, `${bench.zoneId}/${made.id}`))?.state ?? {};
  return { inputs, made, imported };
}

/** Another value for each property that the program writes. */
const otherValues: Readonly<Record<string, Plain>> = {
  zoneId: "f".repeat(32),
  type: "AAAA",
  name: "other.acme.test",
  content: "203.0.113.8",
  data: { flags: 0, tag: "issuewild", value: ";" },
  "data.flags": 1,
  "data.tag": "issuewild",
  "data.value": "other.test",
  "data.priority": 11,
  "data.weight": 6,
  "data.port": 8448,
  "data.target": "other.acme.test",
  priority: 11,
  ttl: 600,
  proxied: true,
  comment: "other",
};

describe(`the table of a record holds for ${cloudflareBinary.name}`, () => {
  it.each(Object.entries<UsedProperty>(usedCloudflareProperties[kind]))("at %s", async (path, row) => {
    const one = examples.find(({ inputs }) => !isEmpty(valueAt(inputs, path))) ?? examples[0];
    if (one === undefined) throw new Error(`No example writes ${path}.`);
    expect({
      changed: await changeOf(one, path),
      removed: await removalOf(one, path),
      preset: row.preset === undefined ? undefined : (valueAt(least.state, path) ?? null),
      shown: isDeepStrictEqual(valueAt(one.imported, path), valueAt(one.made.state, path))
        ? "by the engine"
        : "by the state alone",
    }).toEqual(row);
  });

  it("has a part for each that the API shows", () => {
    const [, caa, srv] = examples.map(({ made }) => made.state.data);
    expect(caa).toMatchObject({ flags: 128, tag: "issue", value: "letsencrypt.org" });
    expect(srv).toMatchObject({ priority: 10, weight: 5, port: 443, target: "chat.acme.test" });
  });
});

async function changeOf({ inputs, made }: Example, path: string): Promise<Effect> {
  const wanted = withValueAt(inputs, path, otherValues[path]);
  expect(await bench.provider.compare(kind, made, inputs)).toEqual(unchanged);
  const { does, properties } = await bench.provider.compare(kind, made, wanted);
  expect(properties).toEqual([path.split(".")[0]]);
  if (does === "replace") return "replaces";
  const before = shown(made.id);
  const updated = await bench.provider.update(kind, made, settled(wanted));
  const after = shown(made.id);
  expect(await bench.provider.compare(kind, updated, settled(wanted))).toEqual(unchanged);
  await bench.provider.update(kind, updated, inputs);
  return before === after ? "state alone" : "in place";
}

/** What can be: a proxied record's lifetime is Cloudflare's, and an SRV record has one priority, said twice. */
function settled(wanted: Properties): Properties {
  if (wanted.proxied === true) return { ...wanted, ttl: 1 };
  const priorities = [wanted.priority, valueAt(wanted, "data.priority")];
  return priorities.includes(11) ? { ...withValueAt(wanted, "data.priority", 11), priority: 11 } : wanted;
}

async function removalOf({ inputs, made }: Example, path: string): Promise<UsedProperty["removed"]> {
  const verdict = await bench.provider.compare(kind, made, withValueAt(inputs, path, undefined)).catch(() => null);
  if (verdict === null) return "refused";
  if (verdict.does === "nothing") return "nothing";
  return verdict.does === "replace" ? "replaces" : "in place";
}

/** All that others see of a record, save when it was changed. */
function shown(id: string): string {
  const { modified_on: _, ...rest } = bench.fake.records("acme.test").find((each) => each.id === id) ?? {};
  return JSON.stringify(rest);
}
