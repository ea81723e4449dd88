import { unlessMissing } from "../docker/engine-answers.ts";
import type { StackEngine } from "../stack-engine.ts";

/** What the authority called each account it gave (RFC 8555, section 7.3), as Caddy keeps it beside the account's key. */
const printAccounts = 'for each in /data/caddy/acme/*/users/*/*.json; do [ ! -f "$each" ] || cat "$each"; done';

/** The accounts that a running proxy has with ACME authorities, by their addresses; none where there is no proxy yet. */
export async function acmeAccounts(engine: Pick<StackEngine, "execIn">, container: string): Promise<readonly string[]> {
  const printed = await unlessMissing(engine.execIn(container, ["sh", "-c", printAccounts]));
  return [...(printed?.stdout ?? "").matchAll(/"location":\s*"([^"]+)"/g)].map(([, address = ""]) => address);
}
