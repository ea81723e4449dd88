import { stackEngine } from "../../../src/io/stack-engine.ts";
import { type SynapseOperator, synapseOperator } from "../../../src/io/synapse/operator.ts";
import { parseServerName } from "../../../src/kinds/names.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { ensureOperator } from "../../../src/operations/accounts/operator.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { engineOf, printedIn } from "../stack/engine.ts";
import type { StackRecord } from "../stack/stack.ts";

/** Synapse's administration as the command line reaches it, with the token that Synapse itself reads in its folder. */
export async function operatorOf(stack: StackRecord): Promise<SynapseOperator> {
  const registration = await printedIn(stack, "synapse", "cat", "operator.yaml");
  const token = /as_token:\s*"?([A-Za-z0-9_-]+)/.exec(registration)?.[1];
  const serverName = parseServerName(stack.serverName);
  if (token === undefined || serverName === null) throw new Error(`No as_token stands in:\n${registration}`);
  const engine = engineOf(stack);
  const synapse = synapseOperator(engine, nameOf(stack.name, "synapse"), new Secret(token));
  const [postgres, proxy] = [{ name: nameOf(stack.name, "postgres") }, { name: nameOf(stack.name, "proxy") }];
  const services = { postgres, proxy, synapse: { name: nameOf(stack.name, "synapse") } };
  await ensureOperator({ engine: stackEngine(engine, stack.name), synapse, services, serverName });
  return synapse;
}
