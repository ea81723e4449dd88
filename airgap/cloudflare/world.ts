import type { CloudflareClient } from "../../src/io/cloudflare/client.ts";
import type { RetryLimits } from "../../src/io/cloudflare/patience.ts";

/** What the work at Cloudflare needs from outside. */
export interface World {
  readonly client: CloudflareClient;
  /** How requests are repeated; cancelling ends the waiting. */
  readonly patience: RetryLimits;
}
