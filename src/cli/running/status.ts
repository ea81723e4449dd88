import { placeOf } from "../../actions/checks/place.ts";
import { reachEngine } from "../../actions/stack/engine.ts";
import { refuseToLook } from "../../actions/stack/ownership.ts";
import { askAsClient } from "../../actions/stack/passage.ts";
import { beginSession, type Session, type StackOptions } from "../../actions/stack/session.ts";
import { settledStack } from "../../actions/stack/settings.ts";
import { seeCertificate } from "../../io/probes/handshake.ts";
import { look } from "../../io/probes/look.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { daysLeft } from "../../operations/checks/after/certificate.ts";
import { dataVolumeNames } from "../../operations/ownership/facts.ts";
import { doorsOf } from "../../operations/running/passage.ts";
import { isWell, judgeServices, type ServiceStatus } from "../../operations/running/status.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Status, showStatus } from "./status-text.ts";

/** Says how the server is; 3 when something is not healthy. */
export async function status(options: StackOptions): Promise<number> {
  const session = beginSession("status", options);
  const reached = await reachEngine(session);
  const { stack: engine } = reached;
  const { plan } = await settledStack(session);
  await refuseToLook(session, reached);
  const observation = await engine.observe();
  const services = judgeServices(plan, observation);
  const volumes = dataVolumeNames(session.stack);
  const [synapse, certificate, clients] = await Promise.all([
    versionOf(engine, plan, services),
    certificateOf(session, plan),
    askAsClient(session, engine, plan.hostName, doorsOf(plan)),
  ]);
  const found: Status = {
    version: 1,
    stack: session.stack,
    url: plan.baseUrl,
    serverName: plan.serverName,
    healthy: isWell(services, certificate, session.clock.now()) && clients.kind !== "closed",
    clients,
    synapse,
    certificate,
    services,
    settings: session.paths.stackFile,
    state: session.paths.stateFolder,
    passphrase: session.paths.passphrase,
    checkpoint: session.paths.checkpoint,
    volumes,
    missingVolumes: volumes.filter((name) => observation.volumes.every((each) => each.name !== name)),
    authority: plan.proxy.tls.mode === "internal" ? session.paths.authority : null,
  };
  session.terminal.result(options.json ? JSON.stringify(found) : showStatus(found, session.clock.now()));
  return found.healthy ? 0 : 3;
}

/** Looks at the certificate as any client is shown it. */
async function certificateOf(session: Session, plan: Plan): Promise<Status["certificate"]> {
  const place = await placeOf(session, plan);
  const found = await look(10_000, (signal) => seeCertificate(place, signal));
  if (!("seen" in found)) return null;
  const { validTo, issuer } = found.seen;
  return { daysLeft: daysLeft(found.seen, session.clock.now()), validTo, issuer };
}

/** Asks Synapse itself, without a token: its `Server` header says `Synapse/VERSION`. */
async function versionOf(engine: StackEngine, plan: Plan, services: readonly ServiceStatus[]): Promise<string | null> {
  if (services.find(({ service }) => service === "synapse")?.since === null) return null;
  const synapse = engine.synapse(plan.services.synapse.name, null);
  try {
    const { server } = await synapse.send("GET", "/_matrix/client/versions");
    return /^Synapse\/(\S+)/.exec(server)?.[1] ?? null;
  } catch {
    return null;
  } finally {
    synapse.close();
  }
}
