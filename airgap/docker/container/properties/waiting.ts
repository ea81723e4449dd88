import type { Container } from "dockerode";
import { waitFor } from "../../patience.ts";
import type { SeenContainer } from "./rows.ts";

/** Waits until the container's health check says healthy; fails early when the container has ended permanently. */
export async function waitUntilHealthy(
  container: Container,
  name: string,
  seconds: number,
  cancelled: AbortSignal,
): Promise<void> {
  let last = "not inspected yet";
  await waitFor(
    async () => {
      const seen = (await container.inspect()) as SeenContainer;
      last = describeState(seen);
      if (seen.State.Health === undefined)
        throw new Error(`container \`${name}\` has \`wait\`, but no \`healthcheck\` to wait for. Write one.`);
      if (seen.State.Status === "exited" || seen.State.Status === "dead") throw failed(name, last);
      return seen.State.Health.Status === "healthy" ? true : null;
    },
    { seconds, cancelled, late: () => failed(name, `${last}, ${seconds} s after its start`) },
  );
}

function failed(name: string, state: string): Error {
  return new Error(`container \`${name}\` failed to be in healthy state: ${state}. See \`docker logs ${name}\`.`);
}

function describeState({ State, RestartCount }: SeenContainer): string {
  const restarts = RestartCount > 0 ? `, restarted ${RestartCount} times` : "";
  if (!State.Running) return `${State.Status} with exit code ${State.ExitCode}${restarts}`;
  return `${State.Status}, ${State.Health?.Status ?? "without a health check"}${restarts}`;
}
