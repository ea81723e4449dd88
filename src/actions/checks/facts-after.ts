import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import type { StackObservation } from "../../io/docker/observations.ts";
import { readTemplates } from "../../io/machine/program-files.ts";
import { seeAddresses } from "../../io/probes/addresses.ts";
import { seeCertificate, seeProtocols, type TlsPlace } from "../../io/probes/handshake.ts";
import { askInside, keysInside, proxyUploadLimit, synapseUploadLimit } from "../../io/probes/inside.ts";
import { observeWithin } from "../../io/probes/observe.ts";
import { tryGateways } from "../../io/probes/push-gateway.ts";
import { answersBinding } from "../../io/probes/stun.ts";
import { askWeb, type FollowedAnswer, followWeb } from "../../io/probes/web.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import type { MasterKey } from "../../keys/master-key.ts";
import { serverSecrets } from "../../keys/secrets.ts";
import { isJsonObject, type JsonObject } from "../../kinds/json.ts";
import type { Observed } from "../../kinds/observed.ts";
import { readErasures } from "../../operations/backup/erasures.ts";
import { paths } from "../../operations/checks/after/paths.ts";
import {
  certifiedNames,
  type Declared,
  type FactsAfter,
  hostsOf,
  type TurnSeen,
  type WellKnown,
} from "../../operations/checks/facts.ts";
import { masterKeyOf } from "../../operations/keys/first-key.ts";
import { surroundingsOf } from "../../operations/state/change.ts";
import { isInDns } from "../../plan/dns/dns.ts";
import type { Plan } from "../../plan/plan.ts";
import { wellKnownDocuments } from "../../render/services/proxy.ts";
import { readBackupResults } from "../backup/run/read-results.ts";
import type { Session } from "../session.ts";
import { observeDrift } from "./drift.ts";
import { placeOf } from "./place.ts";

/** The engine, and what it said when it was asked. */
export interface EngineAsked {
  readonly engine: Observed<StackEngine>;
  readonly facts: Observed<EngineFacts>;
  readonly observation: Observed<StackObservation>;
}

/** What some of the observations need; most need neither. */
export interface ObservationAfter extends EngineAsked {
  readonly pulumi: Observed<Pulumi>;
}

const patiently = 20_000;
const forTheKey = 30_000;
/** Shorter, because a client with both families tries one address after another. */
const addressPatience = 10_000;
/** Longer, because Pulumi starts a program and reads every container. */
const veryPatiently = 60_000;

/** Observes everything that `check` judges, in parallel, each with its own time limit. */
export async function factsAfter(session: Session, declared: Declared, how: ObservationAfter): Promise<FactsAfter> {
  const { plan } = declared;
  const place = await placeOf(session, plan);
  const asked = async <Seen>(seeing: (engine: StackEngine) => Promise<Seen>): Promise<Observed<Seen>> =>
    withSeen(how.engine, (engine) => observeWithin(patiently, () => seeing(engine)));
  const key = withSeen(how.pulumi, (pulumi) => observeWithin(forTheKey, () => masterKeyOf({ pulumi })));
  const { synapse, postgres } = plan.services;
  const containers = { synapse: synapse.name, postgres: postgres.name };
  const seen = await allSeen({
    stack: how.observation,
    engine: how.facts,
    derivedKey: key.then((seen) => withSeen(seen, async (master) => ({ seen: derived(master, declared) }))),
    certificate: observeWithin(patiently, (signal) => seeCertificate(place, signal)),
    otherCertificates: seeOthers(declared, place),
    addresses: seeAllAddresses(declared, place),
    protocols: observeWithin(patiently, (signal) => seeProtocols(place, signal)),
    turn: seeTurn(plan, place),
    web: askEverything(plan, place.trusted),
    apex: askApex(plan),
    inside: asked((each) => askInside(each, synapse.name, plan.serverName)),
    keysInside: asked((each) => keysInside(each, synapse.name)),
    gateways: plan.homeserver.push ? asked((each) => tryGateways(each, containers)) : null,
    uploads: key.then((seen) => withSeen(seen, (master) => asked((each) => seeUploadLimits(each, declared, master)))),
    drift: seeDrift(session, plan, how),
    backups: seeBackups(plan, asked),
    erasures: seeErasures(session, plan),
  });
  return { ...declared, wellKnown: wellKnownOf(plan), ...seen };
}

/** Waits for all of them, each under its name. */
async function allSeen<Looks extends object>(looks: Looks): Promise<{ [Each in keyof Looks]: Awaited<Looks[Each]> }> {
  const seen = Object.entries(looks).map(async ([name, each]) => [name, await each] as const);
  return Object.fromEntries(await Promise.all(seen)) as { [Each in keyof Looks]: Awaited<Looks[Each]> };
}

type Asked = <Seen>(seeing: (engine: StackEngine) => Promise<Seen>) => Promise<Observed<Seen>>;

async function seeBackups({ services }: Plan, asked: Asked): Promise<FactsAfter["backups"]> {
  const container = services.backup?.name;
  return container === undefined ? null : asked((engine) => readBackupResults(engine, container));
}

async function seeErasures({ files, paths }: Session, { services }: Plan): Promise<FactsAfter["erasures"]> {
  if (services.backup === undefined) return null;
  return observeWithin(patiently, () => readErasures(files, paths.erasures));
}

function seeDrift(session: Session, plan: Plan, { facts, pulumi }: ObservationAfter): Promise<FactsAfter["drift"]> {
  return withSeen(facts, (engine) =>
    withSeen(pulumi, (each) =>
      observeWithin(veryPatiently, () => observeDrift(session, each, surroundingsOf(plan, engine))),
    ),
  );
}

async function seeUploadLimits(engine: StackEngine, { plan, settings }: Declared, master: MasterKey) {
  const { proxy, synapse } = plan.services;
  const { operatorToken } = serverSecrets(master, settings.epochs);
  return {
    proxy: await proxyUploadLimit(engine, proxy.name),
    synapse: await synapseUploadLimit(engine, synapse.name, operatorToken),
  };
}

async function seeOthers(declared: Declared, place: TlsPlace): Promise<FactsAfter["otherCertificates"]> {
  const others = certifiedNames(declared).filter((name) => name !== place.host);
  const seen = others.map(async (host) => {
    // An SRV record leads other servers to this host, and the server name itself leads elsewhere.
    const by = hostsOf(declared).includes(host) ? host : place.host;
    return [host, await observeWithin(patiently, (signal) => seeCertificate({ ...place, host, by }, signal))] as const;
  });
  return Object.fromEntries(await Promise.all(seen));
}

async function seeAllAddresses(declared: Declared, place: TlsPlace): Promise<FactsAfter["addresses"]> {
  if (!isInDns(place.host)) return null;
  const seen = async (host: string) => [host, await seeAddresses({ ...place, host }, addressPatience)] as const;
  return observeWithin(patiently, async () => Object.fromEntries(await Promise.all(hostsOf(declared).map(seen))));
}

/** How long the TURN server may take to answer: a wait of half a second is long in a call. */
const forCalls = 5_000;

async function seeTurn({ turn }: Plan, { host, trusted }: TlsPlace): Promise<TurnSeen | null> {
  if (turn === null) return null;
  const given = AbortSignal.timeout(forCalls);
  const [answers, certificate] = await Promise.all([
    observeWithin(patiently, () => answersBinding(host, turn.port, given)),
    observeWithin(patiently, (signal) => seeCertificate({ host, port: turn.tlsPort, trusted }, signal)),
  ]);
  return { answers, certificate };
}

function derived(master: MasterKey, { settings }: Declared) {
  const { keyId, publicKey } = serverSecrets(master, settings.epochs).signingKey;
  return { keyId, publicKey };
}

/** What follows from something that was seen; the same reason where it was not. */
async function withSeen<One, Other>(
  observed: Observed<One>,
  then: (seen: One) => Promise<Observed<Other>>,
): Promise<Observed<Other>> {
  return "seen" in observed ? then(observed.seen) : observed;
}

async function askEverything(plan: Plan, trusted: readonly string[]): Promise<FactsAfter["web"]> {
  const answers = Object.values(paths).map(async (path) => {
    const answer = await observeWithin(patiently, (signal) =>
      askWeb(`${plan.baseUrl}${path}`, { trusted, verified: false, signal }),
    );
    return [path, answer] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

/** What the server name itself says: nothing where an SRV record leads here, and an authority of our own knows no other server. */
async function askApex({ serverName, delegation, proxy, homeserver }: Plan): Promise<FactsAfter["apex"]> {
  if (delegation === "none" || delegation === "srv" || proxy.tls.mode === "internal") return null;
  const ask = (path: string, signal: AbortSignal) =>
    followWeb(`https://${serverName}${path}`, { trusted: proxy.trustedAuthorities, verified: true, signal });
  return observeWithin(patiently, async (signal) => {
    const none: FollowedAnswer = { status: 404, headers: {}, body: "", clockAheadSeconds: null, redirects: [] };
    const server = homeserver.federation.mode === "closed" ? none : await ask(paths.server, signal);
    return { client: await ask(paths.client, signal), server };
  });
}

/** The documents as the proxy is to serve them. */
function wellKnownOf(plan: Plan): WellKnown {
  const documents = wellKnownDocuments(plan, readTemplates());
  const document = (path: string): JsonObject | null => {
    const text = documents.find((each) => each.path === path)?.text;
    const value = text === undefined ? null : JSON.parse(text);
    return isJsonObject(value) ? value : null;
  };
  return { client: document(paths.client), server: document(paths.server), support: document(paths.support) };
}
