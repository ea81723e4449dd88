import { fileURLToPath } from "node:url";
import type { Properties } from "../../airgap/table/plain.ts";
import { type Binary, ProviderProcess } from "../live/airgap/provider-process.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";

/** Our own Cloudflare provider, run from this checkout. */
export const ownCloudflare: Binary = {
  name: "our own Cloudflare provider",
  command: [process.execPath, fileURLToPath(new URL("../../airgap/cloudflare/main.ts", import.meta.url))],
};

const officialPath = process.env.CHATKEEP_OFFICIAL_CLOUDFLARE_PROVIDER;

/** The official provider, where CHATKEEP_OFFICIAL_CLOUDFLARE_PROVIDER names its binary. */
const officialCloudflare: Binary | null = officialPath
  ? { name: "the official Cloudflare provider", command: [officialPath] }
  : null;

/** The provider to hold the tests against: the official one where it is named, else ours. */
export const cloudflareBinary: Binary = officialCloudflare ?? ownCloudflare;

/** Who makes records, and who takes over: where an official binary is named, each from the other; else ours from itself, after a restart. */
export const cloudflarePairs: readonly { readonly from: Binary; readonly to: Binary }[] =
  officialCloudflare === null
    ? [{ from: ownCloudflare, to: ownCloudflare }]
    : [
        { from: ownCloudflare, to: officialCloudflare },
        { from: officialCloudflare, to: ownCloudflare },
      ];

/** A fake Cloudflare with one zone, and a provider that is told to ask it. */
export interface Bench {
  readonly fake: FakeCloudflare;
  readonly provider: ProviderProcess;
  readonly zoneId: string;
}

/** Starts both. */
export async function startBench(): Promise<Bench> {
  const fake = await FakeCloudflare.start({ zones: [{ name: "acme.test" }, { name: "chat.acme.test" }] });
  const provider = await ProviderProcess.start(cloudflareBinary, { apiToken: fake.token, baseUrl: fake.baseUrl });
  return { fake, provider, zoneId: fake.zoneId("acme.test") };
}

/** Ends both. */
export async function stopBench({ fake, provider }: Bench): Promise<void> {
  await provider.stop();
  await fake.stop();
}

/** Takes all records away. */
export async function emptyZone({ fake }: Pick<Bench, "fake">): Promise<void> {
  fake.clear();
  await fake.change("acme.test", (zone) => {
    for (const { id } of zone.records) zone.remove(id);
  });
}

/** An A record as the program declares it. */
export function addressRecord({ zoneId }: Pick<Bench, "zoneId">, more: Properties = {}): Properties {
  return {
    ...{ zoneId, type: "A", name: "www.acme.test", content: "203.0.113.7" },
    ...{ ttl: 300, proxied: false, comment: "chatkeep, stack acme", ...more },
  };
}

/** Every kind of record that the program declares, and one with as little written as it takes. */
export const programRecords: readonly (readonly [what: string, record: (zoneId: string) => Properties])[] = [
  ["A", (zoneId) => addressRecord({ zoneId })],
  ["A, least", (zoneId) => ({ zoneId, type: "A", name: "least.acme.test", content: "203.0.113.7", ttl: 1 })],
  ["AAAA", (zoneId) => addressRecord({ zoneId }, { type: "AAAA", content: "2001:db8::7" })],
  ["CAA", (zoneId) => partsRecord(zoneId, "CAA", { data: { flags: 128, tag: "issue", value: "letsencrypt.org" } })],
  ["CAA without flags", (zoneId) => partsRecord(zoneId, "CAA", { data: { flags: 0, tag: "issue", value: ";" } })],
  ["SRV", (zoneId) => partsRecord(zoneId, "SRV", service)],
];

/** An SRV record, one part of it nought. */
const service = {
  ...{ name: "_matrix-fed._tcp.acme.test", priority: 10 },
  data: { priority: 10, weight: 0, port: 443, target: "chat.acme.test" },
};

function partsRecord(zoneId: string, type: string, more: Properties): Properties {
  const { content: _, ...common } = addressRecord({ zoneId });
  return { ...common, type, ...more };
}
