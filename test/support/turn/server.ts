import type Docker from "dockerode";
import { writeArchive } from "../../../airgap/docker/container/archive.ts";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import type { Secret } from "../../../src/kinds/secret.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { renderFiles } from "../../../src/render/render.ts";

/** A stack's TURN server alone, on loopback ports: what it is started by is the stack's own. */
export interface TurnServer {
  readonly container: Docker.Container;
  /** Where it is asked without TLS, over UDP and TCP alike, and with. */
  readonly ports: { readonly udp: number; readonly tcp: number; readonly tls: number };
}

const folder = "/cfg/turn/0123456789ab";

/** Starts it with a shared secret and a certificate, chain and key in one file. */
export async function startTurnServer(
  engine: Docker,
  plan: Plan,
  given: { readonly secret: Secret; readonly certificate: string },
): Promise<TurnServer> {
  const { turn } = plan.services;
  if (turn === undefined) throw new Error("These settings have no calls.");
  const container = await engine.createContainer({
    Image: turn.image,
    User: `${turn.owner.uid}:${turn.owner.gid}`,
    Entrypoint: ["sh", `${folder}/start.sh`],
    Cmd: [],
    WorkingDir: folder,
    ExposedPorts: Object.fromEntries(exposed.map((port) => [port, {}])),
    HostConfig: {
      CapDrop: ["ALL"],
      CapAdd: [...turn.capabilities],
      SecurityOpt: ["no-new-privileges:true"],
      Tmpfs: { [turn.dataFolder]: `uid=${turn.owner.uid},mode=0700` },
      PortBindings: Object.fromEntries(exposed.map((port) => [port, [{ HostIp: "127.0.0.1", HostPort: "" }]])),
    },
  });
  const own = renderFiles(plan, readTemplates(), null).services.turn ?? [];
  const files = [
    ...own.map(({ path, text }) => ({ path: `${folder}/${path}`, text })),
    { path: `${folder}/shared-secret.conf`, text: `static-auth-secret=${given.secret.reveal()}\n` },
    { path: "/certificates/certificate.pem", text: given.certificate },
  ];
  const archive = files.map(({ path, text }) => ({ path, mode: 0o644, content: Buffer.from(text) }));
  await container.putArchive(await writeArchive(archive), { path: "/" });
  await container.start();
  const { NetworkSettings } = await container.inspect();
  const [udp = 0, tcp = 0, tls = 0] = exposed.map((port) => Number(NetworkSettings.Ports[port]?.[0]?.HostPort));
  return { container, ports: { udp, tcp, tls } };
}

const exposed = ["3478/udp", "3478/tcp", "5349/tcp"] as const;
