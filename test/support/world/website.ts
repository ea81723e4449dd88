import { readFile } from "node:fs/promises";
import { imageTable } from "../../../src/plan/versions.ts";
import { chatkeepSucceeds } from "../command-line.ts";
import { engineOf } from "../engine.ts";
import type { StackRecord } from "../stack.ts";
import { serverAddresses } from "./addresses.ts";
import type { World } from "./world.ts";

/**
 * Somebody else's website at a server's name, run by Caddy, with what `chatkeep delegation` prints for Caddy put into its site
 * block and nothing else.
 */
export async function startWebsite(world: World, stack: StackRecord): Promise<void> {
  const { stdout } = await chatkeepSucceeds(stack, ["delegation", "--json"]);
  const { caddy, serverName } = JSON.parse(stdout);
  const { certificateFile, keyFile } = await world.authority.certify(serverName);
  const [certificate, key] = await Promise.all([readFile(certificateFile, "utf8"), readFile(keyFile, "utf8")]);
  const site = `https://${serverName} {\n\ttls /tmp/c.pem /tmp/k.pem\n${caddy}\n}\n`;
  const files = { "/tmp/Caddyfile": site, "/tmp/c.pem": certificate, "/tmp/k.pem": key };
  const write = Object.entries(files).map(([path, text]) => `cat > ${path} <<'END'\n${text}END`);
  const container = await engineOf(stack).createContainer({
    Image: imageTable.caddy.local,
    Entrypoint: ["sh", "-c", [...write, "exec caddy run --config /tmp/Caddyfile"].join("\n")],
    HostConfig: { PortBindings: { "443/tcp": [{ HostIp: serverAddresses.website, HostPort: "443" }] } },
  });
  await container.start();
}
