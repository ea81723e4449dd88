import type { SettingKey, WrittenSettings } from "./definitions.ts";

/**
 * A stack's settings, checked: nothing here is optional that has a default. A name means what its description in definitions.ts says;
 * null is none, and where that can be written, `off` or `forever`. Spans are in milliseconds, sizes in bytes.
 */
export type Settings = Immutable<{ [Key in SettingKey]: Exclude<WrittenSettings[Key], undefined> }>;

/** Where certificates come from. File paths are relative to the folder of the stack file. */
export type TlsSettings = Settings["tls"];

/** Certificates by ACME (RFC 8555). `http` stands for HTTP-01 and TLS-ALPN-01, `dns` for DNS-01 through Cloudflare. */
export type AcmeSettings = Extract<TlsSettings, { readonly mode: "acme" }>;

/** The ports of the TURN server: where apps ask for a relay, and what is relayed through. */
export type CallsSettings = NonNullable<Settings["calls"]>;

/** Where backups go, how often, and which stay. */
export type BackupSettings = NonNullable<Settings["backup"]>;

/** Which other servers this one talks to. */
export type FederationSettings = Settings["federation"];

/** The same to any depth, read-only; groups with any names are that already. */
type Immutable<Value> = Value extends string | number | boolean | null
  ? Value
  : string extends keyof Value
    ? Value
    : { readonly [Key in keyof Value]: Immutable<Value[Key]> };
