import { SettingsError, StackError } from "../../../errors.ts";
import { discoverServer } from "../../../io/matrix/member/session.ts";
import { fetchTrusting, fetchTrustingThePublic, type TrustingFetch } from "../../../io/matrix/trusting-fetch.ts";

/** Connections to a server with this authority; null is a public one. */
export function connectionsTrusting(authorityFile: string | null): TrustingFetch {
  if (authorityFile === null) return fetchTrustingThePublic();
  try {
    return fetchTrusting(authorityFile);
  } catch {
    throw wrong(
      "--authority",
      `\`${authorityFile}\` cannot be read as a certificate`,
      "Write the path of the authority's certificate (PEM).",
    );
  }
}

/** The address of a server as its member wrote it. Passwords are not sent without TLS, except to this machine itself. */
export function addressOf(address: string): string {
  const written = /^[a-z]+:\/\//i.test(address) ? address : `https://${address}`;
  const url = URL.canParse(written) ? new URL(written) : null;
  const isHere = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url !== null && (url.protocol === "https:" || (url.protocol === "http:" && isHere))) return url.origin;
  throw wrong(
    "--server",
    `\`${address}\` is not an address with TLS`,
    "Write the address that your app signs in at, such as https://chat.acme.example.",
  );
}

/** The address that a user ID leads to. */
export async function addressFoundBy(fetch: typeof globalThis.fetch, user: string): Promise<string> {
  const serverName = user.slice(user.indexOf(":") + 1);
  const address = (await discoverServer(fetch, serverName)) ?? `https://${serverName}`;
  if (address.startsWith("https://")) return address;
  throw new StackError(`${serverName} names an address without TLS: ${address}`, {
    next: "Name the address that your app signs in at:  --server https://chat.acme.example",
  });
}

function wrong(key: string, found: string, write: string): SettingsError {
  return new SettingsError([{ file: null, line: null, key, found, write }]);
}
