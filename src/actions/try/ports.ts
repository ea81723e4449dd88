import { StackError } from "../../errors.ts";
import { fetchTrusting } from "../../io/matrix/trusting-fetch.ts";
import { comparePorts } from "../../operations/try/ports.ts";
import type { Booted } from "./boot.ts";

/** Checks that only the proxy's planned ports are open, and that the administration does not answer there. */
export async function checkPorts({ plan, engine, session }: Booted): Promise<string> {
  const { published } = await engine.stack.facts();
  const { found, others, closed } = comparePorts(plan, published);
  if (others.length > 0) throw new StackError(`also open: ${others.join(", ")}`);
  if (closed.length > 0) throw new StackError(`not open, but planned: ${closed.join(", ")}`);
  await refuseAdministration(plan.baseUrl, session.paths.authority);
  return `only the proxy's ${found.join(", ")}; the administration does not answer there`;
}

async function refuseAdministration(baseUrl: string, authority: string): Promise<void> {
  const { fetch, close } = fetchTrusting(authority);
  try {
    const { status } = await fetch(`${baseUrl}/_synapse/admin/v1/server_version`);
    if (status !== 404) throw new StackError(`the administration answers through the proxy with ${status}`);
  } finally {
    await close();
  }
}
