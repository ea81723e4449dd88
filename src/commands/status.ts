import type { StackEngine } from "../io/stack-engine.ts";
import { judgeServices, type ServiceStatus } from "../operations/status.ts";
import type { Plan } from "../plan/plan.ts";
import { reachEngine } from "./engine.ts";
import { beginSession, type StackOptions } from "./session.ts";
import { settledStack } from "./settings.ts";
import { type Status, showStatus } from "./status-text.ts";

/** Says how the server is; 3 when something is not healthy. */
export async function status(options: StackOptions): Promise<number> {
  const session = beginSession("status", options);
  const { stack: engine } = await reachEngine(session);
  const { plan } = await settledStack(session);
  const services = judgeServices(plan.services, await engine.observe());
  const found: Status = {
    version: 1,
    stack: session.stack,
    url: plan.baseUrl,
    serverName: plan.serverName,
    healthy: services.every(({ healthy }) => healthy),
    synapse: await versionOf(engine, plan, services),
    services,
    settings: session.paths.stackFile,
    state: session.paths.stateFolder,
    passphrase: session.paths.passphrase,
    authority: plan.proxy.tls.mode === "internal" ? session.paths.authority : null,
  };
  session.terminal.result(options.json ? JSON.stringify(found) : showStatus(found, session.clock.now()));
  return found.healthy ? 0 : 3;
}

/** Asks Synapse itself, without a token: its `Server` header says `Synapse/VERSION`. */
async function versionOf(engine: StackEngine, plan: Plan, services: readonly ServiceStatus[]): Promise<string | null> {
  if (services.find(({ service }) => service === "synapse")?.since === null) return null;
  const synapse = engine.synapse(plan.services.synapse.name, null);
  try {
    const { server } = await synapse.send("GET", "/_matrix/client/versions");
    return /^Synapse\/(\S+)/.exec(server)?.[1] ?? null;
  } catch {
    return null;
  } finally {
    synapse.close();
  }
}
