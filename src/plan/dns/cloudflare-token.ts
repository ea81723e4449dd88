import type { Plan } from "../plan.ts";

/** Whether a stack needs Cloudflare's API token: for its records, or to prove its names for certificates. */
export function needsCloudflareToken({ dns, proxy }: Pick<Plan, "dns" | "proxy">): boolean {
  return dns.provider !== "none" || (proxy.tls.mode === "acme" && proxy.tls.challenge === "dns");
}
