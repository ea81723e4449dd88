/** How public ACME authorities are called in CAA records (RFC 8659, section 4.2; each authority's practice statement), by the host of their directories. */
const identities: Readonly<Record<string, string>> = {
  "acme-v02.api.letsencrypt.org": "letsencrypt.org",
  "acme-staging-v02.api.letsencrypt.org": "letsencrypt.org",
  "acme.zerossl.com": "sectigo.com",
  "dv.acme-v02.api.pki.goog": "pki.goog",
  "acme.ssl.com": "ssl.com",
};

/** The name of the authority behind a directory; null where it is not known, and then any authority may issue. */
export function authorityIdentity(directory: string): string | null {
  return identities[new URL(directory).hostname] ?? null;
}
