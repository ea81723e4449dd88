import type { ObservedContainer, StackObservation } from "../../io/docker/observations.ts";
import type { Plan, PlannedService, ServiceRole } from "../../plan/plan.ts";
import { findMisplacement, type Misplacement } from "./repairs.ts";

/** How one service is. */
export interface ServiceStatus {
  readonly service: ServiceRole;
  readonly container: string;
  readonly healthy: boolean;
  /** One word: healthy, starting, unhealthy, detached, exposed, paused, restarting, stopped, missing. */
  readonly state: string;
  /** Why it is not healthy; null when it is. */
  readonly why: string | null;
  readonly image: string | null;
  /** The version in the image's tag. */
  readonly version: string | null;
  /** Since when it has been running, as an ISO time; null when it is not. */
  readonly since: string | null;
  /** How often the engine started it again after it had ended. */
  readonly restarts: number;
  /** Whether it last ended because it used all the memory it may. */
  readonly killedForMemory: boolean;
}

/** Holds each planned service against what the engine has of it. */
export function judgeServices(
  { services, networks }: Pick<Plan, "services" | "networks">,
  { containers, networks: onEngine }: StackObservation,
): readonly ServiceStatus[] {
  return Object.values(services).map((service) => {
    const found = containers.find(({ name }) => name === service.name);
    if (found === undefined) return missing(service);
    return misplaced(judge(service, found), findMisplacement(service, networks, found.networks, onEngine));
  });
}

/** Why a healthy container is on the wrong networks: too few clients reach it, or too many. */
function misplaced(status: ServiceStatus, { missing, others }: Misplacement): ServiceStatus {
  if (!status.healthy) return status;
  const [off, beside] = [missing[0], others[0]];
  if (off !== undefined) {
    const why =
      off.nameless === null
        ? `it is not on the network ${off.network}`
        : `containers on the network ${off.network} cannot find it as ${off.alias}`;
    return { ...status, healthy: false, state: "detached", why };
  }
  if (beside === undefined) return status;
  return {
    ...status,
    healthy: false,
    state: "exposed",
    why: `it is also on the network ${beside.network}, which is not declared`,
  };
}

/** Whether people can use the server: every service is healthy, and its certificate has not expired. */
export function isHealthy(services: readonly ServiceStatus[], certificate: Dated | null, now: Date): boolean {
  return services.every(({ healthy }) => healthy) && !isOver(certificate, now);
}

/** What ends at an ISO time. */
interface Dated {
  readonly validTo: string;
}

/** Whether a certificate has expired; false if it was not observed. */
export function isOver(certificate: Dated | null, now: Date): boolean {
  return certificate !== null && Date.parse(certificate.validTo) <= now.getTime();
}

function missing({ role, name }: PlannedService): ServiceStatus {
  const why = "the container does not exist";
  return {
    service: role,
    container: name,
    healthy: false,
    state: "missing",
    why,
    image: null,
    version: null,
    since: null,
    restarts: 0,
    killedForMemory: false,
  };
}

function judge({ role, name }: PlannedService, found: ObservedContainer): ServiceStatus {
  const { image, state, restarts, killedForMemory } = found;
  const common = { service: role, container: name, image, version: versionIn(image), restarts, killedForMemory };
  const ill = (word: string, why: string) => ({ ...common, healthy: false, state: word, why, since: null });
  switch (state.kind) {
    case "running": {
      if (state.health === null || state.health.status === "healthy")
        return { ...common, healthy: true, state: "healthy", why: null, since: state.since };
      const why = state.health.lastOutput === "" ? "its health check has no result yet" : state.health.lastOutput;
      return { ...ill(state.health.status, why), since: state.since };
    }
    case "paused":
      return ill("paused", "its container is paused and does not answer");
    case "restarting":
      return ill("restarting", `it exited with ${state.exitCode} and is restarting`);
    case "ended":
      return ill("stopped", `it ended with ${state.exitCode} at ${state.at}`);
    case "other":
      return ill(state.word, `it is ${state.word}`);
    default:
      return state satisfies never;
  }
}

/** The tag of an image, without the `v` that some begin with and without our recipe's revision. */
function versionIn(image: string): string | null {
  const tag = /:([^:/@]+)(@.*)?$/.exec(image)?.[1];
  return tag === undefined ? null : tag.replace(/^v(?=\d)/, "").replace(/-r\d+$/, "");
}
