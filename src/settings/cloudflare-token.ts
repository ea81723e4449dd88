import { Secret } from "../kinds/secret.ts";

/**
 * An API token as Cloudflare issues it, old and new (caddy-dns/cloudflare v0.2.4, `validCloudflareToken`); null when the text is
 * not a token. It is checked before Caddy reads it, because Caddy prints a token that has the wrong form.
 */
export function parseCloudflareToken(text: string): Secret | null {
  return /^([A-Za-z0-9_-]{35,50}|cf(ut|at)_[A-Za-z0-9_-]{32,256})$/.test(text) ? new Secret(text) : null;
}
