import type { TlsPlace } from "../../io/probes/handshake.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Session } from "../session.ts";

/** Where clients connect, and which authority they trust. */
export async function placeOf(
  { files, paths: { authority } }: Session,
  { baseUrl, hostName, proxy }: Plan,
): Promise<TlsPlace> {
  const own = proxy.tls.mode === "internal" ? await files.read(authority) : null;
  const port = Number(new URL(baseUrl).port || 443);
  return { host: hostName, port, trusted: own === null ? proxy.trustedAuthorities : [own] };
}
