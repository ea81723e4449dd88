import { adviseOnRestarts, describeRestarts, judgeRestarts, restartedServices } from "../../running/restarts.ts";
import { judgeServices } from "../../running/status.ts";
import { comparePorts } from "../../try/ports.ts";
import type { FactsAfter } from "../facts.ts";
import { driftId, fine, warning, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";

/** What `check` finds on the engine. */
export const serviceChecks = [
  after({
    id: "services.healthy",
    title: "every service is healthy",
    why: "Each service reports whether it works.",
    observe: ({ stack }) => stack,
    judge: (stack, { plan }) => {
      const services = judgeServices(plan, stack);
      const ill = services.filter(({ healthy }) => !healthy);
      if (ill.length === 0) return fine(services.map(({ service }) => service).join(", "));
      return wrong(
        ill.map(({ service, state, why }) => `${service} is ${state}: ${why}`).join("; "),
        `Read its log:  npx chatkeep logs ${ill[0]?.service} --stack ${plan.stack}  Then:  npx chatkeep up --stack ${plan.stack}`,
      );
    },
  }),
  after({
    id: "services.restarts",
    title: "no service was killed or keeps restarting",
    why: "A service that ends and restarts looks healthy in between, and loses the requests it was working on.",
    observe: ({ stack, plan }) => (hasServices(stack, plan) ? stack : { unseen: "no service runs" }),
    judge: (stack, { plan, now }) => {
      const restarted = restartedServices(plan.services, stack);
      const ill = restarted.filter((each) => judgeRestarts(each, new Date(now)) === "ill");
      const recent = restarted.filter((each) => judgeRestarts(each, new Date(now)) !== null);
      if (recent.length === 0) return fine(restarted.length === 0 ? "none was" : "none within the last day");
      const shown = ill.length > 0 ? ill : recent;
      const words = shown.map((each) => `${each.service} ${describeRestarts(each)}`).join("; ");
      return (ill.length > 0 ? wrong : warning)(words, adviseOnRestarts(shown, plan.stack));
    },
  }),
  after({
    id: "ports.published",
    title: "only the planned ports are open",
    why: "All other ports must be reachable only inside the server.",
    observe: ({ engine }) => engine,
    judge: ({ published }, { plan }) => {
      const { found, others, closed } = comparePorts(plan, published);
      if (others.length > 0)
        return wrong(
          `also open: ${others.join(", ")}`,
          "Find the container that publishes it:  docker ps  It differs from the settings.",
        );
      if (closed.length === 0) return fine(inShort(found));
      return wrong(`not open, but planned: ${inShort(closed)}`, `npx chatkeep up --stack ${plan.stack}`);
    },
  }),
  after({
    id: driftId,
    title: "everything is as the settings say",
    why: "The next `up` reverts changes that were made by hand.",
    observe: ({ drift }) => drift,
    judge: (drift, { plan }) => {
      if (drift.length === 0) return fine("nothing differs");
      const words = {
        gone: "is missing",
        stopped: "does not run",
        changed: "was changed",
        "to be changed": "is not as the settings say",
      } as const;
      return wrong(
        drift.map(({ what, name, found }) => `${what} ${name} ${words[found]}`).join("; "),
        `See the differences:  npx chatkeep preview --stack ${plan.stack}  Apply the settings:  npx chatkeep up --stack ${plan.stack}`,
      );
    },
  }),
];

/** Some of many, and how many more: the ports for calls are dozens. */
function inShort(ports: readonly string[]): string {
  const shown = ports.slice(0, 6).join(", ");
  return ports.length > 6 ? `${shown} and ${ports.length - 6} more` : shown;
}

/** Whether any service has a container; where that could not be observed, it may have. */
function hasServices(stack: FactsAfter["stack"], { services }: FactsAfter["plan"]): boolean {
  if (!("seen" in stack)) return true;
  const names: readonly string[] = Object.values(services).map(({ name }) => name);
  return stack.seen.containers.some(({ name }) => names.includes(name));
}
