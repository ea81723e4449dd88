import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { cloudflareWith, type SeenRecord } from "../../src/io/cloudflare/cloudflare.ts";
import { Secret } from "../../src/kinds/secret.ts";
import { compareRecords, decideAdoption, decideDnsSteps } from "../../src/operations/dns/dns-observation.ts";
import { judgeToken, seeToken } from "../../src/operations/dns/token-scope.ts";
import { withDnsSteps } from "../../src/operations/up/with-dns-steps.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { type Placement, placeRecords } from "../../src/plan/dns/zones.ts";
import { exampleSettings } from "../plan/example-settings.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";
import { usualPermissions } from "../support/fake-cloudflare/token.ts";

let fake: FakeCloudflare;

const wide = [...usualPermissions, "#zone:edit", "#waf:edit"];
const tokens = [
  { token: "fitting", zones: ["acme.org"] },
  { token: "everywhere" },
  { token: "powerful", zones: ["acme.org"], permissions: wide },
  { token: "reading", zones: ["acme.org"], permissions: ["#zone:read", "#dns_records:read"] },
  { token: "elsewhere", zones: ["evil-acme.org"] },
  { token: "nowhere", zones: [] },
  { token: "disabled", status: "disabled" as const },
  { token: "expired", status: "expired" as const },
];

beforeAll(async () => {
  fake = await FakeCloudflare.start({ zones: [{ name: "acme.org" }, { name: "evil-acme.org" }], tokens });
  vi.stubEnv("CLOUDFLARE_BASE_URL", fake.baseUrl);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await fake.stop();
});
afterEach(() =>
  fake.change("acme.org", (zone) => {
    for (const { id } of zone.records) zone.remove(id);
  }),
);

const addresses = { ipv4: "203.0.113.7" };
const { dns } = decidePlan("acme", exampleSettings({ hostName: "chat.acme.org", addresses, dns: "cloudflare" }));
const ask = (token: string) => cloudflareWith(new Secret(token));

async function judge(token: string) {
  const seen = await seeToken(ask(token));
  return judgeToken(seen, placeRecords(dns, seen.zones));
}

describe("an API token", () => {
  it("that fits is worth no word", async () => {
    expect(await judge("fitting")).toEqual([]);
  });

  it.each([
    ["everywhere", "warn", "also has access to other zones: evil-acme.org"],
    ["powerful", "warn", "more than change records: #zone:edit, #waf:edit"],
    ["reading", "refuse", "may not change the records of acme.org"],
    ["elsewhere", "refuse", "no access to a zone that contains chat.acme.org (it has access to evil-acme.org)"],
    ["nowhere", "refuse", "no access to a zone that contains chat.acme.org, nor to any other zone"],
    ["disabled", "refuse", "is disabled"],
    ["expired", "refuse", "has expired"],
    ["made-up", "refuse", "knows no such API token"],
  ])("%s: %s, %s", async (token, severity, words) => {
    const [finding, ...others] = await judge(token);
    expect(finding).toMatchObject({ severity });
    expect(finding?.found).toContain(words);
    expect(finding?.next).toContain("https://dash.cloudflare.com/profile/api-tokens");
    expect(others).toEqual([]);
  });
});

describe("records that are there already", () => {
  const placement = (): Placement => placeRecords(dns, [{ id: fake.zoneId("acme.org"), name: "acme.org" }]);
  const there = (...records: readonly object[]) =>
    fake.change("acme.org", (zone) => {
      for (const record of records) zone.create({ name: "chat", ttl: 300, ...record });
    });
  const observe = async () => {
    const seen = await ask("fitting").records(fake.zoneId("acme.org"), "chat.acme.org");
    return compareRecords(placement().placed, seen);
  };

  it("as planned are taken over, whatever their comment", async () => {
    await there(
      { type: "A", content: "203.0.113.7", comment: "by hand" },
      { type: "CAA", ttl: 3600, data: { flags: 0, tag: "issue", value: "letsencrypt.org" } },
    );
    const { same, differing } = await observe();
    expect(same.map(({ planned }) => planned.title)).toEqual(["A chat.acme.org", "CAA chat.acme.org issue"]);
    expect(differing).toEqual([]);
  });

  it("at other names, of other kinds, or of further authorities, are no one's business", async () => {
    await there(
      { type: "A", name: "www", content: "198.51.100.1" },
      { type: "TXT", content: "hello" },
      { type: "CAA", data: { flags: 0, tag: "issue", value: "digicert.com" } },
      { type: "MX", content: "mail.acme.org", priority: 10 },
    );
    expect(await observe()).toMatchObject({ same: [], differing: [] });
  });

  it.each([
    ["another address", { type: "A", content: "198.51.100.1" }, "replaceRecord"],
    ["a proxied one", { type: "A", content: "203.0.113.7", proxied: true }, "replaceRecord"],
    ["another lifetime", { type: "A", content: "203.0.113.7", ttl: 3600 }, "replaceRecord"],
    ["an address of a family that is not planned", { type: "AAAA", content: "2001:db8::1" }, "removeRecord"],
    ["an alias", { type: "CNAME", content: "old.acme.org" }, "removeRecord"],
  ])("with %s are shown, and replaced only when that is asked for", async (_, record, kind) => {
    await there(record);
    const found = await observe();
    expect(() => decideDnsSteps(found, false)).toThrow(/differ from the plan:\n {2}\w+ chat\.acme\.org/);
    expect(decideDnsSteps(found, true).map((step) => step.kind)).toEqual([kind]);
  });

  it("beside the planned one go, so that no one is sent elsewhere", async () => {
    await there({ type: "A", content: "198.51.100.1" }, { type: "A", content: "203.0.113.7" });
    const found = await observe();
    expect(found.same).toHaveLength(1);
    expect(decideDnsSteps(found, true).map(({ kind }) => kind)).toEqual(["removeRecord"]);
  });

  it("take each the place of one, and the rest goes", async () => {
    await there({ type: "A", content: "198.51.100.1" }, { type: "A", content: "198.51.100.2" });
    const steps = decideDnsSteps(await observe(), true);
    expect(steps.map(({ kind }) => kind)).toEqual(["replaceRecord", "removeRecord"]);
    for (const step of steps) await carryOut(step);
    expect(fake.records("acme.org")).toMatchObject([
      { content: "203.0.113.7", ttl: 300, proxied: false, comment: "chatkeep, stack acme" },
    ]);
  });

  async function carryOut(step: ReturnType<typeof decideDnsSteps>[number]): Promise<void> {
    const cloudflare = ask("fitting");
    if (step.kind === "replaceRecord") await cloudflare.replaceRecord(step.zoneId, step.id, step.record);
    if (step.kind !== "removeRecord") return;
    await cloudflare.removeRecord(step.zoneId, step.id, step.found);
    await cloudflare.removeRecord(step.zoneId, step.id, step.found);
  }

  it("as planned are imported where the official provider would fail at them, with their comment as planned", async () => {
    await there({ type: "A", content: "203.0.113.7", comment: "by hand" });
    const steps = withDnsSteps([{ kind: "apply" }], decideAdoption(await observe(), "/adopted", false));
    expect(steps.map(({ kind }) => kind)).toEqual(["replaceRecord", "adoptRecords", "apply", "adoptRecords"]);
    const [{ id = "" } = {}] = fake.records("acme.org");
    const records = { "A chat.acme.org": `${fake.zoneId("acme.org")}/${id}` };
    expect(steps[1]).toEqual({ kind: "adoptRecords", path: "/adopted", records });
    expect(steps[3]).toEqual({ kind: "adoptRecords", path: "/adopted", records: {} });
    const none = compareRecords(placement().placed, []);
    expect([decideAdoption(none, "/adopted", false), decideAdoption(none, "/adopted", true)]).toEqual([[], [steps[3]]]);
  });

  it("are out of the way before the plan is applied", () => {
    const remove = { kind: "removeRecord", zoneId: "z", id: "r", found: "A x" } as const;
    const kinds = withDnsSteps([{ kind: "initStack" }, { kind: "apply" }], [remove]).map(({ kind }) => kind);
    expect(kinds).toEqual(["initStack", "removeRecord", "apply"]);
    expect(withDnsSteps([], [remove])).toEqual([remove]);
  });

  it("come page after page", async () => {
    await there(...Array.from({ length: 105 }, (_, n) => ({ type: "TXT", content: `n${n}` })));
    const seen: readonly SeenRecord[] = await ask("fitting").records(fake.zoneId("acme.org"), "chat.acme.org");
    expect(seen).toHaveLength(105);
  });
});
