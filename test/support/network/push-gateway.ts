import type { ServerCertificate } from "../proxy/certificates.ts";
import { engineOf, type Place } from "../stack/engine.ts";
import { planOf } from "../stack/plan.ts";

/** A range that is public and routed nowhere here: Synapse calls no private address. */
const subnet = "25.117.3.0/24";

/** A gateway that takes connections by TLS, on a network of its own that Synapse is on too. */
export interface Gateway extends AsyncDisposable {
  /** Its address on that network. */
  readonly address: string;
}

const serve = `
import http.server, ssl
server = http.server.HTTPServer(("", 443), http.server.BaseHTTPRequestHandler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/tmp/cert.pem", "/tmp/key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
`;

/** Starts a gateway under a name, with a certificate that was made for a test alone. */
export async function startGateway(place: Place, name: string, { cert, key }: ServerCertificate): Promise<Gateway> {
  const engine = engineOf(place);
  const { services } = planOf(place);
  const labels = { "chatkeep.stack": place.name, "chatkeep.role": "gateway" };
  const parts = new AsyncDisposableStack();
  try {
    const network = await engine.createNetwork({
      Name: `${place.name}-gateway`,
      Labels: labels,
      IPAM: { Config: [{ Subnet: subnet }] },
    });
    parts.defer(() => network.remove());
    const write = (file: string, text: string) => `echo ${Buffer.from(text).toString("base64")} | base64 -d > ${file}`;
    const script = `${write("/tmp/cert.pem", cert)}; ${write("/tmp/key.pem", key)}; exec python3 -c '${serve}'`;
    const container = await engine.createContainer({
      Image: services.synapse.image,
      User: "0:0",
      Entrypoint: ["sh", "-euc", script],
      Labels: labels,
      HostConfig: { NetworkMode: network.id },
      NetworkingConfig: { EndpointsConfig: { [network.id]: { Aliases: [name] } } },
    });
    parts.defer(() => container.remove({ force: true }));
    await container.start();
    await network.connect({ Container: services.synapse.name });
    parts.defer(() => network.disconnect({ Container: services.synapse.name, Force: true }));
    const { NetworkSettings } = await container.inspect();
    const address = Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? "";
    return { address, [Symbol.asyncDispose]: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}
