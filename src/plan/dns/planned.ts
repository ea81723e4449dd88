/** The DNS records of a stack, and who creates them. */
export interface PlannedDns {
  /** `zone` is a zone's name or identifier at Cloudflare, null where the host name finds it; `none` is made by people. */
  readonly provider: "none" | { readonly zone: string | null };
  readonly records: readonly PlannedRecord[];
}

/** One record. None is ever proxied: Cloudflare's proxy passes no port 8448 and ends TLS itself, so other servers could not verify ours. */
export interface PlannedRecord {
  /** The full name, without a trailing dot. */
  readonly name: string;
  readonly type: "A" | "AAAA" | "CAA" | "SRV";
  /** What follows the type in a zone file (RFC 1035, section 5.1). */
  readonly content: string;
  /** Seconds. */
  readonly ttl: number;
  /** What the record says of itself where its zone shows comments. */
  readonly comment: string;
  /** For a person. */
  readonly why: string;
}
