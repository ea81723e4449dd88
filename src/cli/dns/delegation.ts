import { guideFor } from "../../actions/dns/delegation.ts";
import type { StackOptions } from "../../actions/session.ts";
import { settledStack } from "../../actions/stack/settings.ts";
import { beginSession } from "../session.ts";
import { describeDelegation, showDelegation } from "./delegation-text.ts";

/** Says how the server name points to the host, and what the website there must serve. Observes and changes nothing. */
export async function delegation(options: StackOptions): Promise<number> {
  const session = beginSession("delegation", options);
  const { plan } = await settledStack(session);
  const { stack, serverName, hostName } = plan;
  const guide = plan.delegation === "elsewhere" ? guideFor(plan) : null;
  const lines = guide === null ? [describeDelegation(plan)] : showDelegation(plan);
  const asJson = () =>
    JSON.stringify({ version: 1, stack, serverName, hostName, delegation: plan.delegation, ...(guide ?? {}) });
  session.terminal.result(options.json ? asJson() : lines.join("\n"));
  return 0;
}
