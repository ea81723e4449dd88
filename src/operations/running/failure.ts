import { StackError } from "../../errors.ts";
import type { ObservedContainer } from "../../io/docker/observations.ts";
import type { PulumiEvent } from "../../io/pulumi/events.ts";
import type { PulumiOutcome } from "../../io/pulumi/process.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { troubleIn } from "./engine-errors.ts";
import { describeRestarts, lastTime } from "./restarts.ts";

/** How many lines of a failing container's log are repeated. */
const repeatedLines = 30;

/** What a failed run of Pulumi comes to, with the last output of each container that does not do well. */
export async function explainFailure(
  outcome: PulumiOutcome,
  events: readonly PulumiEvent[],
  engine: Pick<StackEngine, "observe" | "lastLogLines">,
): Promise<StackError> {
  const said = errorsOf(outcome, events);
  const failing = (await engine.observe()).containers.filter(isFailing);
  const logs = await Promise.all(
    failing.map(async (each) => lastOutput(each, await engine.lastLogLines(each.id, repeatedLines))),
  );
  const trouble = troubleIn(said);
  const cause = trouble === null ? [] : [trouble.cause];
  const message = [...cause, ...said, ...logs.filter((log) => log.includes("\n") && !isRepeated(log, said))].join(
    "\n\n",
  );
  return new StackError(message, {
    next:
      trouble?.next ??
      "Correct the cause, then run the same command again. It continues from here. What ran before still runs.",
  });
}

/** What went wrong in the engine's own output, each once and without the line that only says that something did. */
export function errorsOf({ stderr }: PulumiOutcome, events: readonly PulumiEvent[]): readonly string[] {
  const texts = events.flatMap((event) =>
    event.kind === "said" && event.severity === "error" && event.text !== "update failed" ? [event.text] : [],
  );
  if (texts.length > 0) return [...new Set(texts)];
  return [stderr === "" ? "Pulumi ended without an error message" : stderr];
}

/** Whether a container is not what it should be: ended with an error, restarting, or not healthy. */
export function isFailing({ state }: ObservedContainer): boolean {
  switch (state.kind) {
    case "running":
      return state.health !== null && state.health.status !== "healthy";
    case "restarting":
      return true;
    case "ended":
      return state.exitCode !== 0;
    case "paused":
    case "other":
      return false;
    default:
      return state satisfies never;
  }
}

/** A container's last lines, and what its health check says. */
export function lastOutput(container: ObservedContainer, lines: readonly string[]): string {
  const { name, state, restarts: count, killedForMemory } = container;
  const health =
    state.kind === "running" && state.health?.lastOutput ? [`its health check says: ${state.health.lastOutput}`] : [];
  const again =
    count === 0 && !killedForMemory ? [] : [`it ${describeRestarts({ count, killedForMemory, at: lastTime(state) })}`];
  return [`The last lines of ${name}:`, ...lines.map((line) => `  ${line}`), ...health, ...again].join("\n");
}

/** The installer's output comes with Pulumi's own message already. */
function isRepeated(log: string, said: readonly string[]): boolean {
  const last = log.split("\n").at(-1)?.trim() ?? "";
  return last !== "" && said.some((text) => text.includes(last));
}
