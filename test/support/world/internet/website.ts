import { readFile } from "node:fs/promises";
import { execIn } from "../../../../src/io/docker/container-exec.ts";
import { imageTable } from "../../../../src/plan/images/versions.ts";
import { chatkeepSucceeds } from "../../stack/command-line.ts";
import { engineOf } from "../../stack/engine.ts";
import type { StackRecord } from "../../stack/stack.ts";
import type { World } from "../world.ts";
import { serverAddresses } from "./addresses.ts";

/** Someone else's website, where it is up. */
export interface Website {
  /** From now on it leads to the host instead, as the printed rules for Cloudflare do: a redirect, and the header on it. */
  leadOn(): Promise<void>;
}

/**
 * Someone else's website at a server's name, run by Caddy, with what `chatkeep delegation` prints for Caddy put into its site
 * block and nothing else.
 */
export async function startWebsite(world: World, stack: StackRecord): Promise<Website> {
  const { stdout } = await chatkeepSucceeds(stack, ["delegation", "--json"]);
  const { caddy, serverName, hostName } = JSON.parse(stdout);
  const { certificateFile, keyFile } = await world.authority.certify(serverName);
  const [certificate, key] = await Promise.all([readFile(certificateFile, "utf8"), readFile(keyFile, "utf8")]);
  const site = (content: string) => `https://${serverName} {\n\ttls /tmp/c.pem /tmp/k.pem\n${content}\n}\n`;
  const files = { "/tmp/Caddyfile": site(caddy), "/tmp/c.pem": certificate, "/tmp/k.pem": key };
  const write = Object.entries(files).map(([path, text]) => `cat > ${path} <<'END'\n${text}END`);
  const container = await engineOf(stack).createContainer({
    Image: imageTable.caddy.local,
    Entrypoint: ["sh", "-c", [...write, "exec caddy run --config /tmp/Caddyfile"].join("\n")],
    HostConfig: { PortBindings: { "443/tcp": [{ HostIp: serverAddresses.website, HostPort: "443" }] } },
  });
  await container.start();
  const leading = `handle /.well-known/matrix/* {\n\theader Access-Control-Allow-Origin *\n\tredir https://${hostName}{uri} 302\n}`;
  const reload = `cat > /tmp/Caddyfile <<'END'\n${site(leading)}END\ncaddy reload --config /tmp/Caddyfile`;
  const leadOn = async () => {
    const { exitCode, stderr } = await execIn(engineOf(stack), container.id, ["sh", "-c", reload]);
    if (exitCode !== 0) throw new Error(`The website does not lead on: ${stderr}`);
  };
  return { leadOn };
}
