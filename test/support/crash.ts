import { untilTrue } from "../../src/io/machine/until.ts";
import { nameOf } from "../../src/plan/names.ts";
import type { ServiceRole } from "../../src/plan/plan.ts";
import { listProcesses } from "./processes.ts";
import { engineOf, inspectService, type Place, roles } from "./stack/engine.ts";
import { healthOf } from "./stack/health.ts";

/**
 * Ends the main process of a service by SIGKILL from outside its container, as the kernel does when memory runs out. The engine's
 * own kill would count as the wish to have it stopped, and nothing would start it again.
 */
export async function crash(place: Place, role: ServiceRole): Promise<void> {
  const { State } = await inspectService(place, role);
  process.kill(State.Pid, "SIGKILL");
  await untilTrue(
    `new start of ${role}`,
    async () => {
      const now = (await inspectService(place, role)).State;
      return now.Running && now.StartedAt !== State.StartedAt;
    },
    { seconds: 120 },
  );
}

/** Ends one server process of Postgres that serves a connection of Synapse; Postgres then ends all others and recovers. */
export async function crashBackend(place: Place): Promise<void> {
  const { State } = await inspectService(place, "postgres");
  const backend = (await listProcesses()).find(
    ({ parent, command }) => parent === State.Pid && command.startsWith("postgres: synapse synapse"),
  );
  if (backend === undefined) throw new Error("Postgres serves no connection of Synapse.");
  process.kill(backend.pid, "SIGKILL");
}

/** Ends a service and starts it again, and waits until it and all that others need is well. */
export async function restart(place: Place, role: ServiceRole): Promise<void> {
  await engineOf(place).getContainer(nameOf(place.name, role)).restart();
  await untilTrue(`healthy ${role}`, async () => (await healthOf(place, role)) === "healthy", { seconds: 120 });
  await allWell(place);
}

/** Waits until every service is healthy, with no one's help. */
export async function allWell(place: Place): Promise<void> {
  const areWell = async () =>
    (await Promise.all(roles.map((role) => healthOf(place, role)))).every((health) => health === "healthy");
  await untilTrue("healthy Postgres, Synapse and proxy", areWell, { seconds: 180 });
}
