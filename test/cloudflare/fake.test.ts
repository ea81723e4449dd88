import Cloudflare from "cloudflare";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";

let fake: FakeCloudflare;
let client: Cloudflare;
let zone: string;

beforeAll(async () => {
  const tokens = [
    { token: "good" },
    { token: "narrow", zones: ["acme.test"] },
    { token: "reader", permissions: ["#zone:read", "#dns_records:read"] },
    { token: "old", status: "expired" as const },
  ];
  const names = Array.from({ length: 23 }, (_, index) => ({ name: `zone${index}.test` }));
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }, ...names], tokens });
  client = clientOf("good");
  zone = fake.zoneId("acme.test");
});
afterAll(() => fake.stop());
afterEach(() =>
  fake.change("acme.test", (held) => {
    for (const { id } of held.records) held.remove(id);
  }),
);

function clientOf(apiToken: string): Cloudflare {
  return new Cloudflare({ apiToken, apiKey: null, apiEmail: null, baseURL: fake.baseUrl, maxRetries: 0 });
}

/** What the API answers with: the status, and the numbers of all errors. */
async function refusal(asked: Promise<unknown>): Promise<readonly unknown[]> {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Cloudflare.APIError)) throw new Error(`no refusal: ${error}`);
  const chain = JSON.stringify(error.error ?? error.message).matchAll(/"code":(\d+)/g);
  return [error.status, ...[...chain].map(([, code]) => Number(code))];
}

const address = { type: "A", name: "chat.acme.test", content: "203.0.113.7", ttl: 300 } as const;

describe("the fake of Cloudflare's API, as the official client sees it", () => {
  it("verifies tokens", async () => {
    expect((await client.user.tokens.verify()).status).toBe("active");
    expect((await clientOf("old").user.tokens.verify()).status).toBe("expired");
    expect(await refusal(clientOf("made-up").user.tokens.verify())).toEqual([401, 1000]);
    expect(await refusal(clientOf("old").zones.list().asResponse())).toEqual([403, 9109]);
    expect(await refusal(clientOf("a b").zones.list().asResponse())).toEqual([400, 6003, 6111]);
  });

  it("lists the zones of a token page by page, and finds one by its name", async () => {
    const names: string[] = [];
    for await (const { name } of client.zones.list()) names.push(name);
    expect(names).toHaveLength(24);
    const narrow = await clientOf("narrow").zones.list();
    expect(narrow.result.map(({ name }) => name)).toEqual(["acme.test"]);
    expect((await client.zones.list({ name: "zone3.test" })).result.map(({ name }) => name)).toEqual(["zone3.test"]);
    expect((await client.zones.list({ name: "test" })).result).toEqual([]);
  });

  it("creates, lists, replaces, edits and removes records", async () => {
    const made = await client.dns.records.create({ zone_id: zone, ...address, comment: "ours" });
    expect(made).toMatchObject({ ...address, comment: "ours", proxied: false, proxiable: true });
    const changed = { ...address, content: "203.0.113.8" };
    await client.dns.records.update(made.id, { zone_id: zone, ...changed });
    expect(await client.dns.records.get(made.id, { zone_id: zone })).toMatchObject({ ...changed, comment: null });
    await client.dns.records.edit(made.id, { zone_id: zone, ...changed, comment: "again" });
    expect(fake.records("acme.test")).toMatchObject([{ content: "203.0.113.8", comment: "again" }]);
    await client.dns.records.delete(made.id, { zone_id: zone });
    expect(await refusal(client.dns.records.get(made.id, { zone_id: zone }))).toEqual([404, 81_044]);
  });

  it("says when a comment was written, where there is one", async () => {
    const written = { zone_id: zone, ...address, comment: "ours" };
    const { id, comment_modified_on } = await client.dns.records.create(written);
    expect(comment_modified_on).toMatch(/^\d{4}-/);
    expect(await client.dns.records.update(id, { ...written, ttl: 600 })).toMatchObject({ comment_modified_on });
    const without = await client.dns.records.update(id, { zone_id: zone, ...address });
    expect(without).not.toHaveProperty("comment_modified_on");
  });

  it("finds records by type, name and content, page by page", async () => {
    for (let host = 1; host <= 7; host++)
      await client.dns.records.create({ zone_id: zone, ...address, content: `203.0.113.${host}` });
    const seen: unknown[] = [];
    for await (const { content } of client.dns.records.list({ zone_id: zone, type: "A", per_page: 3 }))
      seen.push(content);
    expect(seen).toHaveLength(7);
    const found = await client.dns.records.list({
      zone_id: zone,
      name: { exact: "chat.acme.test" },
      content: { endswith: ".5" },
    });
    expect(found.result.map(({ content }) => content)).toEqual(["203.0.113.5"]);
  });

  it("takes a name for a relative one unless it ends in the zone's", async () => {
    const make = (name: string) => client.dns.records.create({ zone_id: zone, ...address, name });
    expect((await make("chat")).name).toBe("chat.acme.test");
    expect((await make("@")).name).toBe("acme.test");
    expect((await make("chat.evil-acme.test")).name).toBe("chat.evil-acme.test.acme.test");
  });

  it("refuses with Cloudflare's own numbers", async () => {
    const make = (record: object) => client.dns.records.create({ zone_id: zone, ...address, ...record });
    await make({});
    expect(await refusal(make({ ttl: 3600 }))).toEqual([400, 81_058]);
    expect(await refusal(make({ content: "300.0.0.1" }))).toEqual([400, 1004, 9005]);
    expect(await refusal(make({ ttl: 5 }))).toEqual([400, 1004, 9021]);
    expect(await refusal(make({ type: "CAA", content: '0 issue "x"' }))).toEqual([400, 1004, 9101]);
    expect(await refusal(make({ type: "CNAME", content: "x.test" }))).toEqual([400, 81_053]);
    const reader = clientOf("reader").dns.records;
    expect(await refusal(reader.create({ zone_id: zone, ...address }))).toEqual([403, 10_000]);
    expect(await refusal(client.dns.records.list({ zone_id: "nonsense" }).asResponse())).toEqual([404, 7003, 7000]);
    expect(
      await refusal(
        clientOf("narrow")
          .dns.records.list({ zone_id: fake.zoneId("zone1.test") })
          .asResponse(),
      ),
    ).toEqual([403, 10_000]);
  });

  it("keeps the parts of CAA and SRV records, and leaves an SRV record's priority out of its content", async () => {
    const caa = { flags: 0, tag: "issue", value: "letsencrypt.org" };
    await client.dns.records.create({ zone_id: zone, type: "CAA", name: "chat", ttl: 1, data: caa });
    const srv = { priority: 10, weight: 0, port: 443, target: "chat.acme.test." };
    await client.dns.records.create({ zone_id: zone, type: "SRV", name: "_matrix-fed._tcp", ttl: 1, data: srv });
    expect(fake.records("acme.test")).toMatchObject([
      { content: '0 issue "letsencrypt.org"', data: caa },
      { content: "0 443 chat.acme.test", priority: 10, data: { ...srv, target: "chat.acme.test" } },
    ]);
  });
});

describe("a fault", () => {
  const kinds = ["too many", "broken", "bad gateway", "half", "cut"] as const;

  it.each(kinds)("%s meets the request it is for, once", async (kind) => {
    fake.inject({ kind, method: "POST", path: "/dns_records" });
    await client.zones.list();
    await expect(client.dns.records.create({ zone_id: zone, ...address })).rejects.toThrow();
    expect(fake.records("acme.test")).toHaveLength(kind === "half" ? 1 : 0);
    if (kind !== "half") await client.dns.records.create({ zone_id: zone, ...address });
    expect(fake.records("acme.test")).toHaveLength(1);
  });

  it("may come after what was asked for is done", async () => {
    fake.inject({ kind: "cut", method: "POST", applied: true });
    await expect(client.dns.records.create({ zone_id: zone, ...address })).rejects.toThrow();
    expect(fake.records("acme.test")).toHaveLength(1);
  });

  it("may be silence, which ends when the caller gives up", async () => {
    fake.inject({ kind: "silence", path: "/zones" });
    await expect(client.zones.list({}, { timeout: 100 })).rejects.toThrow(Cloudflare.APIConnectionTimeoutError);
  });
});
