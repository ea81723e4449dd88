import type { ServiceRole } from "../../../src/plan/plan.ts";
import { inspectService, type Place } from "./engine.ts";

/** What a service's health check says now; null when the container does not run. */
export async function healthOf(place: Place, role: ServiceRole): Promise<string | null> {
  const { State } = await inspectService(place, role);
  return State.Running ? (State.Health?.Status ?? null) : null;
}
