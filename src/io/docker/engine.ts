import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import "./late-dockerode.ts"; // before dockerode itself
import Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { localEngine } from "./engine-address.ts";
import { sshAgent } from "./engine-over-ssh.ts";

// dockerode fills gaps from DOCKER_HOST and DOCKER_CERT_PATH by rules of its own; said like this there are none.
const noGaps = { host: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined } as const;

/** A client of the Docker engine at an address as DOCKER_HOST has it: unix://, tcp:// or ssh://; of this machine's engine
 * when undefined. Docker's contexts are not used. */
export function connectEngine(dockerHost: string | undefined): Docker {
  const address = parseAddress(dockerHost || localEngine);
  switch (address.protocol) {
    case "unix:":
      return new Docker({ ...noGaps, socketPath: decodeURIComponent(address.pathname) });
    case "tcp:":
      return connectOverTcp(address);
    case "ssh:":
      return connectOverSsh(address);
    default:
      throw unusable(String(dockerHost));
  }
}

// TLS as in Docker's own client: https://docs.docker.com/engine/security/protect-access/
function connectOverTcp({ hostname, port }: URL): Docker {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (!process.env.DOCKER_TLS_VERIFY) return new Docker({ ...noGaps, protocol: "http", host, port: port || 2375 });
  const folder = process.env.DOCKER_CERT_PATH || join(homedir(), ".docker");
  const [ca, cert, key] = ["ca.pem", "cert.pem", "key.pem"].map((name) => readFileSync(join(folder, name)));
  return new Docker({ ...noGaps, protocol: "https", host, port: port || 2376, ca, cert, key });
}

function connectOverSsh(address: URL): Docker {
  const options = { ...noGaps, protocol: "http", host: "docker", agent: sshAgent(address) } as const;
  return new Docker(options);
}

function parseAddress(written: string): URL {
  if (!URL.canParse(written)) throw unusable(written);
  return new URL(written);
}

function unusable(written: string): StackError {
  return new StackError(`The engine's address \`${written}\` is not unix://, tcp:// or ssh://.`, {
    next: "Correct DOCKER_HOST, or unset it to use the engine on this machine.",
  });
}
