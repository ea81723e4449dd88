import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import { seeCertificate } from "../../io/probes/handshake.ts";
import { observeWithin } from "../../io/probes/observe.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { type BackupHealth, isIll, judgeBackups } from "../../operations/backup/run/judge.ts";
import type { SetAside } from "../../operations/backup/set-aside.ts";
import { daysLeft } from "../../operations/checks/after/certificate.ts";
import { dataVolumeNames } from "../../operations/ownership/facts.ts";
import { refuseForeign } from "../../operations/ownership/refuse.ts";
import { clientPorts, type Passage } from "../../operations/running/passage.ts";
import { isHealthy, judgeServices, type ServiceStatus } from "../../operations/running/status.ts";
import type { Plan } from "../../plan/plan.ts";
import { newestDrill } from "../backup/drill/newest.ts";
import { readBackupResults } from "../backup/run/read-results.ts";
import { observeSetAside } from "../backup/set-aside/observe.ts";
import { placeOf } from "../checks/place.ts";
import type { Session } from "../session.ts";
import { hasUnrecordedErasures } from "../stack/bundle/erasures.ts";
import { reachEngine } from "../stack/engine.ts";
import { askAsClient, portsInReach } from "../stack/passage.ts";
import { settingsOf, understand } from "../stack/settings.ts";
import { gatherSituation } from "../stack/situation.ts";
import { readWritten } from "../stack/written.ts";

/** Everything `status` says. */
export interface Status {
  readonly version: 1;
  readonly stack: string;
  readonly url: string;
  readonly serverName: string;
  readonly healthy: boolean;
  /** What came of asking Synapse once through the proxy, as a client does. */
  readonly clients: Passage;
  /** What Synapse itself says it is; null when it does not answer. */
  readonly synapse: string | null;
  /** The certificate that clients get; null without an answer. */
  readonly certificate: { readonly daysLeft: number; readonly validTo: string; readonly issuer: string } | null;
  readonly services: readonly ServiceStatus[];
  /** How backups are; null where the settings want none. */
  readonly backups: BackupStatus | null;
  /** Whether an erasure waits for the repository of backups, which knows nothing of it. */
  readonly erasureUnrecorded: boolean;
  /** The newest drill whose report is on this machine; null where there is none. */
  readonly drill: DrillStatus | null;
  /** Data that restores in place moved aside, and that takes room until it is deleted. */
  readonly setAside: readonly SetAside[];
  readonly settings: string;
  readonly state: string;
  readonly passphrase: string;
  /** Pulumi's state of the stack. */
  readonly checkpoint: string;
  /** The volumes with people's data. */
  readonly volumes: readonly string[];
  /** Those of them that the engine does not have. */
  readonly missingVolumes: readonly string[];
  /** The file with the certificate to trust; null where a public authority is used. */
  readonly authority: string | null;
}

/** How a stack's backups are. People can use a server without them, so `healthy` does not depend on it. */
export interface BackupStatus {
  readonly health: BackupHealth;
  /** Whether a person should do something. */
  readonly ill: boolean;
  /** One short sentence. */
  readonly found: string;
  /** The newest archive that was made here, and until when it holds everything; null where there is none. */
  readonly newest: { readonly archive: string; readonly snapshotAt: string } | null;
}

/** What the newest drill came to. */
export interface DrillStatus {
  readonly archive: string;
  readonly ended: string;
  readonly passed: boolean;
  /** The checks that failed, by their ids; those that were not reached are not among them. */
  readonly open: readonly string[];
  /** What it measured, in seconds; null where it did not come that far. */
  readonly recoverySeconds: number | null;
}

/** Observes the state of the server. */
export async function observeStatus(session: Session): Promise<Status> {
  const { plan, engine, facts, observation } = await gather(session);
  const services = judgeServices(plan, observation);
  const volumes = dataVolumeNames(session.stack);
  const [synapse, certificate, clients, backups, drill, setAside, erasureUnrecorded] = await Promise.all([
    versionOf(engine, plan, services),
    certificateOf(session, facts, plan),
    askAsClient(session, facts, plan.hostName, clientPorts(plan)),
    backupsOf(session, engine, plan, services),
    drillOf(session),
    observeSetAside(engine, plan),
    hasUnrecordedErasures(session, plan).catch(() => true), // a damaged list is explained by what records it
  ]);
  return {
    version: 1,
    stack: session.stack,
    url: plan.baseUrl,
    serverName: plan.serverName,
    healthy: isHealthy(services, certificate, session.clock.now()) && clients.kind !== "closed",
    clients,
    synapse,
    certificate,
    services,
    backups,
    erasureUnrecorded,
    drill,
    setAside,
    ...placesToKeep(session),
    volumes,
    missingVolumes: volumes.filter((name) => observation.volumes.every((each) => each.name !== name)),
    authority: plan.proxy.tls.mode === "internal" ? session.paths.authority : null,
  };
}

/** What is declared, and what the engine says; refuses a stack that is another's. */
async function gather(session: Session) {
  const reached = await reachEngine(session);
  const written = await readWritten(session);
  const source = await settingsOf(written, session);
  const { plan } = understand(session, source);
  const [{ engine: observation, ownership }, facts] = await Promise.all([
    gatherSituation(session, { written, source }, reached),
    reached.stack.facts(),
  ]);
  refuseForeign(session, ownership);
  return { plan, engine: reached.stack, facts, observation };
}

/** The files that the server can be brought up from again, beside its volumes. */
function placesToKeep({ paths }: Session): Pick<Status, "settings" | "state" | "passphrase" | "checkpoint"> {
  const { stackFile, stateFolder, passphrase, checkpoint } = paths;
  return { settings: stackFile, state: stateFolder, passphrase, checkpoint };
}

/** Observes the certificate as a client gets it; at the published port, if the name does not point there from this machine. */
async function certificateOf(session: Session, engine: EngineFacts, plan: Plan): Promise<Status["certificate"]> {
  const place = await placeOf(session, plan);
  const ports = await portsInReach(session, engine, clientPorts(plan));
  for (const at of [place, ...ports.map(({ address, port }) => ({ ...place, by: address, port }))]) {
    const found = await observeWithin(10_000, (signal) => seeCertificate(at, signal));
    if (!("seen" in found)) continue;
    const { validTo, issuer } = found.seen;
    return { daysLeft: daysLeft(found.seen, session.clock.now()), validTo, issuer };
  }
  return null;
}

async function drillOf(session: Session): Promise<DrillStatus | null> {
  const report = await newestDrill(session);
  if (report === null) return null;
  const { archive, ended, passed, checks, recoveryTime } = report;
  const open = checks.filter(({ outcome }) => outcome === "fails").map(({ id }) => id);
  return { archive, ended, passed, open, recoverySeconds: recoveryTime.seconds };
}

async function backupsOf(
  { clock }: Session,
  engine: StackEngine,
  { services: planned, backup }: Plan,
  services: readonly ServiceStatus[],
): Promise<BackupStatus | null> {
  if (planned.backup === undefined || backup === null) return null;
  const results = await readBackupResults(engine, planned.backup.name);
  const since = services.find(({ service }) => service === "backup")?.since ?? null;
  const judged = judgeBackups(results, { every: backup.every, now: clock.now(), since });
  const { archive, snapshotAt } = results.lastGood ?? {};
  const newest = archive === undefined || snapshotAt === undefined ? null : { archive, snapshotAt };
  return { ...judged, ill: isIll(judged), newest };
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
