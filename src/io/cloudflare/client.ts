import { BaseRecords } from "cloudflare/resources/dns/records";
import { BaseTokens } from "cloudflare/resources/user/tokens/tokens";
import { BaseZones } from "cloudflare/resources/zones/zones";
import { createClient } from "cloudflare/tree-shakable";

/** Cloudflare's own client, with what we ask of it alone. */
export type CloudflareClient = ReturnType<typeof connectCloudflare>;

/**
 * A client with an API token. Where it asks is Cloudflare's own choice: `baseUrl`, which is the official provider's setting, else
 * CLOUDFLARE_BASE_URL, which the official client and provider both read, else api.cloudflare.com. Other credentials in the
 * environment do not count. It tries each request once: the caller decides whether to repeat it.
 */
export function connectCloudflare({ token, baseUrl }: { readonly token: string; readonly baseUrl: string | null }) {
  return createClient({
    resources: [BaseZones, BaseRecords, BaseTokens],
    apiToken: token,
    apiKey: null,
    apiEmail: null,
    userServiceKey: null,
    maxRetries: 0,
    logLevel: "off",
    ...(baseUrl === null ? {} : { baseURL: baseUrl }),
  });
}
