import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Properties } from "../../../airgap/table/plain.ts";
import { endOnBench, engine, named, sleeper, startOnBench, using } from "./bench.ts";
import { type Kind, official, ours, type ProviderProcess } from "./provider-process.ts";

const binary = official ?? ours;
const unchanged = { does: "nothing", properties: [] };
const labels = [
  { label: "b", value: "2" },
  { label: "a", value: "1" },
];

let provider: ProviderProcess;

beforeAll(async () => {
  provider = await startOnBench(binary);
});
afterAll(() => endOnBench(provider));

describe(`a network or a volume of ${binary.name}`, () => {
  const cases: readonly { kind: Kind; inputs: Properties; change: Properties }[] = [
    { kind: "volume:Volume", inputs: { name: named("data"), labels }, change: { labels: [] } },
    { kind: "network:Network", inputs: { name: named("edge"), labels }, change: { internal: true } },
    {
      kind: "network:Network",
      inputs: { name: named("data"), internal: true, ipamConfigs: [{ subnet: "10.213.7.0/24" }] },
      change: { ipamConfigs: [{ subnet: "10.213.8.0/24" }] },
    },
  ];

  it.each(cases)("differs in nothing once it is there, and any change replaces it: $inputs.name", async (example) => {
    const { kind, inputs, change } = example;
    await using(provider, kind, inputs, async (made) => {
      expect(await provider.compare(kind, made, inputs)).toEqual(unchanged);
      const seen = (await provider.read(kind, made.id, made.state, inputs)) ?? made;
      expect(await provider.compare(kind, seen, inputs)).toEqual(unchanged);
      expect(await provider.compare(kind, seen, { ...inputs, ...change })).toMatchObject({ does: "replace" });
    });
  });

  it("that exists can be taken over under its id", async () => {
    await engine.createVolume({ Name: named("found"), Labels: { a: "1" } });
    const found = await provider.read("volume:Volume", named("found"));
    if (found === null) throw new Error("the volume was not found");
    const inputs = { name: named("found"), labels: [{ label: "a", value: "1" }] };
    expect(await provider.compare("volume:Volume", found, inputs)).toEqual(unchanged);
    await provider.remove("volume:Volume", found);
  });

  it("that someone removed is found gone", async () => {
    const made = await provider.create("network:Network", { name: named("short") });
    await engine.getNetwork(made.id).remove();
    expect(await provider.read("network:Network", made.id, made.state)).toBeNull();
    await provider.remove("network:Network", made);
  });

  it("carries a container under its other names and with a fixed address", async () => {
    const inputs = { name: named("fixed"), ipamConfigs: [{ subnet: "10.213.9.0/24" }] };
    await using(provider, "network:Network", inputs, async ({ id }) => {
      const networksAdvanced = [{ name: id, aliases: ["known-as"], ipv4Address: "10.213.9.77" }];
      const box = sleeper("fixed", { networksAdvanced });
      await using(provider, "container:Container", box, async (made) => {
        const { Networks } = (await engine.getContainer(made.id).inspect()).NetworkSettings;
        expect(Object.keys(Networks)).toEqual([named("fixed")]);
        expect(Networks[named("fixed")]).toMatchObject({ IPAddress: "10.213.9.77" });
        expect(Networks[named("fixed")]?.Aliases).toContain("known-as");
        expect(await provider.compare("container:Container", made, box)).toEqual(unchanged);
      });
    });
  });
});
