import type { StackEngine } from "../stack-engine.ts";

/** How one push gateway was found from Synapse's own container. */
export interface GatewaySeen {
  /** Such as `matrix.org:443`. */
  readonly gateway: string;
  /** `reached`; else at what it failed, and how. */
  readonly outcome: "reached" | "no address" | "private address" | "no connection" | "no trusted TLS";
  readonly detail: string;
}

/** Which gateways members' clients have named, without the credentials some put into the address; empty while no phone is registered. */
const gatewaysInUse =
  "SELECT DISTINCT substring(data::json->>'url' from '^https?://(?:[^/@]*@)?([^/?#]+)') FROM pushers WHERE kind = 'http'";

/** The gateway that Element's own apps name (element-x-android and element-x-ios, pusher defaults). */
const usualGateway = "matrix.org";

/**
 * Runs inside Synapse's container, with the authorities Synapse trusts. Synapse calls no private address (Synapse,
 * `ip_range_blacklist`), so a name that leads to one alone leads nowhere.
 */
const connectToAll = `
import ipaddress, json, socket, ssl, sys
from concurrent.futures import ThreadPoolExecutor
context = ssl.create_default_context(cafile="authorities.pem")
context.verify_flags &= ~ssl.VERIFY_X509_STRICT # Python's own wish since 3.13; Synapse, which uses OpenSSL as it is, has none
def attempt(gateway):
    host, _, port = gateway.rpartition(":") if ":" in gateway else (gateway, "", "443")
    try:
        addresses = [found[4][0] for found in socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)]
    except (OSError, ValueError) as error:
        return "no address", str(error)
    public = [each for each in addresses if ipaddress.ip_address(each).is_global]
    if not public:
        return "private address", addresses[0]
    try:
        peer = socket.create_connection((public[0], int(port)), 4)
    except OSError as error:
        return "no connection", str(error)
    try:
        with context.wrap_socket(peer, server_hostname=host):
            return "reached", public[0]
    except OSError as error:
        return "no trusted TLS", str(error)
names = sys.argv[1:]
with ThreadPoolExecutor(8) as pool:
    print(json.dumps([{"gateway": name, "outcome": said[0], "detail": said[1]} for name, said in zip(names, pool.map(attempt, names))]))
`;

/** Tries to reach the gateways that are in use, the usual one where none is, as Synapse would. */
export async function tryGateways(
  engine: Pick<StackEngine, "execIn" | "database">,
  containers: { readonly synapse: string; readonly postgres: string },
): Promise<readonly GatewaySeen[]> {
  const rows = await Array.fromAsync(engine.database(containers.postgres).rows(gatewaysInUse));
  const named = rows.flatMap(([gateway]) => gateway ?? []);
  const gateways = named.length === 0 ? [usualGateway] : named;
  const args = ["python3", "-I", "-c", connectToAll, ...gateways];
  const { exitCode, stdout, stderr } = await engine.execIn(containers.synapse, args);
  if (exitCode !== 0) throw new Error(stderr.trim().split("\n").at(-1) ?? "python3 failed");
  return JSON.parse(stdout);
}
