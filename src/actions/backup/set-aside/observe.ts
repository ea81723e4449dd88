import type { StackEngine } from "../../../io/stack-engine.ts";
import { listSetAside, type SetAside, setAsideIn } from "../../../operations/backup/set-aside.ts";
import type { Plan } from "../../../plan/plan.ts";

/** The services whose data is moved aside. */
const services = ["postgres", "synapse"] as const;

/** Data that was moved aside, as the services that run see it. */
export async function observeSetAside(
  engine: Pick<StackEngine, "execIn">,
  { services: planned }: Pick<Plan, "services">,
): Promise<readonly SetAside[]> {
  const printed = services.map(async (role) => {
    const { name, dataFolder } = planned[role];
    return [role, await printedBy(engine, name, dataFolder)] as const;
  });
  return setAsideIn(Object.fromEntries(await Promise.all(printed)));
}

/** Nothing where the container does not run: what is in its volume is seen once it does. */
async function printedBy(engine: Pick<StackEngine, "execIn">, container: string, folder: string): Promise<string> {
  try {
    return (await engine.execIn(container, ["sh", "-c", listSetAside, "sh", folder])).stdout;
  } catch {
    return "";
  }
}
