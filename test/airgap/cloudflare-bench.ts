import type { Properties } from "../../airgap/table/plain.ts";
import { type Binary, ProviderProcess } from "../live/airgap/provider-process.ts";
import { FakeCloudflare } from "../support/fake-cloudflare/fake-cloudflare.ts";

/** Our own Cloudflare provider, run from this checkout. */
const ownCloudflare: Binary = {
  name: "our own Cloudflare provider",
  command: [process.execPath, new URL("../../airgap/cloudflare/main.ts", import.meta.url).pathname],
};

const officialPath = process.env.CHATKEEP_OFFICIAL_CLOUDFLARE_PROVIDER;

/** The provider to hold the tests against: the official one, where CHATKEEP_OFFICIAL_CLOUDFLARE_PROVIDER names its binary. */
export const cloudflareBinary: Binary = officialPath
  ? { name: "the official Cloudflare provider", command: [officialPath] }
  : ownCloudflare;

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
