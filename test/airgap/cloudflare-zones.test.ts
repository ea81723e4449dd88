import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Properties } from "../../airgap/table/plain.ts";
import { ProviderProcess } from "../live/airgap/provider-process.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
import { cloudflareBinary } from "./cloudflare-bench.ts";

const getZones = "cloudflare:index/getZones:getZones";
const getZone = "cloudflare:index/getZone:getZone";

/** More than any page holds: twenty where no one says, fifty at most. */
const names = Array.from({ length: 123 }, (_, index) => `zone${index}.test`);

let fake: FakeCloudflare;
let provider: ProviderProcess;

beforeAll(async () => {
  fake = await FakeCloudflare.start({ zones: names.map((name) => ({ name })) });
  provider = await ProviderProcess.start(cloudflareBinary, { apiToken: fake.token, baseUrl: fake.baseUrl });
}, 60_000);
afterAll(async () => {
  await provider.stop();
  await fake.stop();
});

async function found(wanted: Properties = {}): Promise<readonly Properties[]> {
  const { results } = await provider.invoke(getZones, wanted);
  return results as readonly Properties[];
}

describe(`zones, as ${cloudflareBinary.name} finds them`, { timeout: 60_000 }, () => {
  it("are all that the token sees, page after page, each with its id", async () => {
    expect((await found()).map(({ id, name }) => [name, id])).toEqual(names.map((name) => [name, fake.zoneId(name)]));
  });

  it("are those of a name, the whole of it", async () => {
    expect((await found({ name: "zone12.test" })).map(({ name }) => name)).toEqual(["zone12.test"]);
    expect(await found({ name: "test" })).toEqual([]);
  });

  it("are no more than were asked for", async () => {
    expect((await found({ maxItems: 60 })).map(({ name }) => name)).toEqual(names.slice(0, 60));
  });

  it("tell what the program reads and what a person may ask", async () => {
    const [zone] = await found({ name: "zone7.test" });
    expect(zone).toMatchObject({ status: "active", paused: false, type: "full", nameServers: expect.any(Array) });
  });

  it("are found one by one, by id and by name", async () => {
    const id = fake.zoneId("zone7.test");
    expect(await provider.invoke(getZone, { zoneId: id })).toMatchObject({ id, zoneId: id, name: "zone7.test" });
    const byName = await provider.invoke(getZone, { filter: { name: "zone7.test" } });
    expect(byName).toMatchObject({ id, zoneId: id, name: "zone7.test" });
  });

  it("are not made up where there is none", async () => {
    await expect(provider.invoke(getZone, { zoneId: "f".repeat(32) })).rejects.toThrow();
    await expect(provider.invoke(getZone, { filter: { name: "nowhere.test" } })).rejects.toThrow();
  });

  it("are refused to a token that is none, with Cloudflare's own number", async () => {
    const outsider = await ProviderProcess.start(cloudflareBinary, { apiToken: "x".repeat(40), baseUrl: fake.baseUrl });
    await expect(outsider.invoke(getZones, {})).rejects.toThrow(/9109/);
    await outsider.stop();
  });
});
