import type { CloudflareClient } from "../../src/io/cloudflare/client.ts";
import type { Patience } from "../../src/io/cloudflare/patience.ts";

/** What the work at Cloudflare needs from outside. */
export interface World {
  readonly client: CloudflareClient;
  /** How long to go on; it ends when Pulumi cancels. */
  readonly patience: Patience;
}
