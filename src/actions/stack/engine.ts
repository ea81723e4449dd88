import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import { isEngineHere } from "../../io/probes/machine.ts";
import { type StackEngine, stackEngine } from "../../io/stack-engine.ts";
import type { Session } from "../session.ts";

/** An engine that answers, and what we do with it. */
export interface ReachedEngine {
  readonly client: Docker;
  readonly stack: StackEngine;
}

/** Connects to the engine that DOCKER_HOST names, or to this machine's. */
export async function reachEngine({ environment, stack }: Session): Promise<ReachedEngine> {
  const { connectEngine } = await import("../../io/docker/engine.ts");
  const client = connectEngine(environment.DOCKER_HOST);
  try {
    await client.ping();
  } catch (cause) {
    throw unreachable(environment.DOCKER_HOST, cause);
  }
  return { client, stack: stackEngine(client, stack) };
}

/** Whether the engine is this machine's own. */
export function isHereFor({ environment }: Pick<Session, "environment">, engine: EngineFacts | null): Promise<boolean> {
  return isEngineHere(environment.DOCKER_HOST, process.getuid?.() ?? 0, engine);
}

function unreachable(address: string | undefined, cause: unknown): StackError {
  if (cause instanceof StackError) return cause;
  const where = address === undefined || address === "" ? "this machine" : address;
  return new StackError(
    `The Docker engine on ${where} does not answer: ${cause instanceof Error ? cause.message : cause}`,
    {
      cause,
      next: "Start it (systemctl start docker), or use another engine:  export DOCKER_HOST=ssh://root@SERVER",
    },
  );
}
