import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedDns } from "../../src/plan/dns/planned.ts";
import type { KnownZone, PlacedRecord, Placement } from "../../src/plan/dns/zones.ts";
import { plainError } from "./plain-error.ts";

/** What the records are made from. */
export interface DnsArgs {
  readonly plan: PlannedDns;
  readonly token: pulumi.Output<string>;
  /** Finds the zone of each record. */
  readonly place: (plan: PlannedDns, zones: readonly KnownZone[]) => Placement;
  /** Records that are there already and are imported, by title, as ZONE/RECORD. */
  readonly adopted: Readonly<Record<string, string>>;
}

/** The stack's records at Cloudflare. None is proxied: the proxy passes no port 8448, and ends TLS itself. */
export class Dns extends pulumi.ComponentResource {
  /** Comes when every record is declared. */
  readonly made: Promise<void>;
  readonly #provider: cloudflare.Provider;

  constructor(name: string, args: DnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Dns", name, {}, opts);
    this.#provider = new cloudflare.Provider("cloudflare", { apiToken: args.token }, { parent: this });
    this.made = this.#zones().then((zones) => this.#records(args.place(args.plan, zones), args.adopted));
    this.registerOutputs({});
  }

  async #zones(): Promise<readonly KnownZone[]> {
    const { results } = await cloudflare.getZones({}, { provider: this.#provider }).catch(explain);
    return results.map(({ id, name }) => ({ id, name }));
  }

  #records({ placed, unmanaged }: Placement, adopted: DnsArgs["adopted"]): void {
    if (unmanaged.length > 0) throw noZone(unmanaged);
    for (const each of placed) this.#record(each, adopted[each.title]);
  }

  #record({ title, zone, record, words }: PlacedRecord, adopted: string | undefined): void {
    const { name, type, ttl, comment } = record;
    const args = { zoneId: zone.id, name, type, ttl, comment, proxied: false, ...words };
    const imported = adopted === undefined ? {} : { import: adopted };
    new cloudflare.DnsRecord(title, args, { parent: this, provider: this.#provider, ...imported });
  }
}

function noZone(names: readonly string[]): Error {
  return plainError(
    `The token has no access to a zone at Cloudflare that contains ${names.join(", ")}. Give it access to the zone, or correct chatkeep:dns.`,
  );
}

/** Pulumi puts its own words before the provider's. */
function explain(error: unknown): never {
  throw plainError(String(error instanceof Error ? error.message : error).replace(/^.* returned an error: /, ""));
}
