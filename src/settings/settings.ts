import type { Duration } from "../kinds/duration.ts";
import type { JsonObject } from "../kinds/json.ts";
import type { Hostname, IpAddress, OtherServerName, ServerName } from "../kinds/names.ts";
import type { Size } from "../kinds/size.ts";

/** A stack's settings, checked: nothing here is optional that has a default. */
export interface Settings {
  /** The name in every identifier (`@ana:SERVER_NAME`); it can never change. */
  readonly serverName: ServerName;
  /** Where clients connect; differs from the server name under delegation. */
  readonly hostName: Hostname;
  /** Who answers at the server name where that is not the host name; nothing follows from it where it is. */
  readonly delegation: "elsewhere" | "here" | "srv";
  readonly tls: TlsSettings;
  /** PEM certificates of authorities trusted beside the public ones, for ACME, federation and sign-in. */
  readonly trustedAuthorities: readonly string[];
  readonly federation: FederationSettings;
  readonly registration: "closed" | "token";
  /** What the whole stack may use; caches, pools and container limits are computed from it. */
  readonly memory: Size;
  readonly processors: number;
  readonly uploadSize: Size;
  /** null is none. */
  readonly uploadQuota: UploadQuota | null;
  /** null keeps messages for ever. */
  readonly messageRetention: Duration | null;
  /** null keeps that media for ever. */
  readonly mediaRetention: { readonly local: Duration | null; readonly remote: Duration | null };
  readonly push: boolean;
  /** `mailto:` or `https:` address that clients and the support document show; null when none was given. */
  readonly adminContact: string | null;
  /** Where Element Web is served; null is nowhere. */
  readonly elementWeb: Hostname | null;
  /** null is none. */
  readonly calls: CallsSettings | null;
  readonly imageSource: "official" | "local";
  readonly pluginSource: "official" | "own";
  /** Ports on the host; `http` null publishes none. */
  readonly ports: { readonly https: number; readonly http: number | null };
  /** On which of the machine's addresses ports are published: none twice, and none that another one covers. */
  readonly bindAddress: readonly IpAddress[];
  /** The longest packet on the containers' networks, in bytes; null is the engine's own choice. */
  readonly mtu: number | null;
  /** Where clients connect: `ports.https`, or what a web server in front passes on to it. */
  readonly publicPort: number;
  /** Addresses, networks, and `host` for the machine itself. */
  readonly trustedProxies: readonly string[];
  readonly dns: DnsSettings;
  /** The server's public addresses, which A and AAAA records carry. */
  readonly addresses: { readonly ipv4: IpAddress | null; readonly ipv6: IpAddress | null };
  /** The escape hatch: further homeserver.yaml keys, already checked against this Synapse's options and our guarantees. */
  readonly homeserver: JsonObject;
  /** Key generations by purpose; a purpose that is absent is in generation 0. */
  readonly epochs: Readonly<Record<string, number>>;
  readonly retiredSigningKeys: readonly RetiredSigningKey[];
  /** A throwaway stack's data volumes are not protected. */
  readonly throwaway: boolean;
}

/** How much one member may upload in which time. */
export interface UploadQuota {
  readonly size: Size;
  readonly within: Duration;
}

/** Where certificates come from. File paths are relative to the folder of the stack file. */
export type TlsSettings =
  | { readonly mode: "internal" }
  | AcmeSettings
  | { readonly mode: "files"; readonly certificateFile: string; readonly keyFile: string };

/** The ports of the TURN server: where apps ask for a relay, and what is relayed through. */
export interface CallsSettings {
  readonly port: number;
  readonly tlsPort: number;
  /** Both included. */
  readonly relayPorts: { readonly first: number; readonly last: number };
}

/** Who makes the DNS records; `zone` is its name or identifier, and null where the host name finds it. */
export type DnsSettings =
  | { readonly provider: "none" }
  | { readonly provider: "cloudflare"; readonly zone: string | null };

/** Certificates by ACME (RFC 8555). `http` stands for HTTP-01 and TLS-ALPN-01, `dns` for DNS-01 through Cloudflare. */
export interface AcmeSettings {
  readonly mode: "acme";
  readonly email: string | null;
  readonly directory: string;
  readonly challenge: "http" | "dns";
}

/** Which other servers this one talks to. */
export type FederationSettings =
  | { readonly mode: "closed" }
  | { readonly mode: "allowlist"; readonly servers: readonly OtherServerName[] }
  | { readonly mode: "open" };

/** A signing key no longer in use, still offered so that old events can be verified (Matrix server-server API, `old_verify_keys`). */
export interface RetiredSigningKey {
  readonly keyId: string;
  /** Unpadded base64. */
  readonly publicKey: string;
  /** Milliseconds since 1970. */
  readonly expired: number;
}
