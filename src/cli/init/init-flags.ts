/** The flags that answer the questions beforehand. */
export interface InitFlags {
  readonly serverName: string | undefined;
  readonly hostName: string | undefined;
  readonly tls: "acme" | "internal" | undefined;
  readonly email: string | undefined;
  readonly delegation: "elsewhere" | "here" | "srv" | undefined;
  readonly dns: "cloudflare" | "none" | undefined;
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
  readonly federation: "closed" | "allowlist" | "open" | undefined;
  /** The servers of the allowlist. */
  readonly servers: readonly string[] | undefined;
  readonly memory: string | undefined;
  readonly adminContact: string | undefined;
}

/** Where certificates come from, as far as it is asked for. */
export type TlsAnswer = "internal" | "acme" | { readonly mode: "acme"; readonly email: string };
