import { connectCloudflare } from "../../src/io/cloudflare/client.ts";
import { usualPatience } from "../../src/io/cloudflare/patience.ts";
import { textSetting } from "../provider/configuration.ts";
import type { Provider } from "../provider/provider.ts";
import { dnsRecord } from "./record/record.ts";
import type { World } from "./world.ts";
import { getZone, getZones } from "./zones.ts";

/**
 * Our Cloudflare provider: the tokens of the official one, for DNS records and for finding zones. Token and address come from
 * its settings, else from CLOUDFLARE_API_TOKEN and CLOUDFLARE_BASE_URL, as with the official one (its internal/provider.go).
 */
export const cloudflareProvider: Provider<World> = {
  name: "cloudflare",
  title: "Cloudflare",
  version: "6.22.1",
  settings: ["apiToken", "baseUrl"],
  resources: { "cloudflare:index/dnsRecord:DnsRecord": dnsRecord },
  questions: { "cloudflare:index/getZone:getZone": getZone, "cloudflare:index/getZones:getZones": getZones },
  connect(settings, cancelled) {
    const token = textSetting(settings, "apiToken") ?? process.env.CLOUDFLARE_API_TOKEN ?? "";
    const client = connectCloudflare({ token, baseUrl: textSetting(settings, "baseUrl") });
    return { client, patience: usualPatience(cancelled) };
  },
};
