import type { StackOptions } from "../../actions/session.ts";
import { type PlanWishes, planUp } from "../../actions/up/up.ts";
import { showDns } from "../../render/dns/records-text.ts";
import { beginSession } from "../session.ts";
import { showPrepared } from "./up-text.ts";

/** How `preview` is called. */
export type PreviewOptions = StackOptions & Pick<PlanWishes, "cloudflareTokenFile" | "resolver">;

/** Shows what `up` would do, and what was changed by hand. Changes nothing. */
export async function preview(options: PreviewOptions): Promise<number> {
  const session = beginSession("preview", options);
  const prepared = await planUp(session, { ...options, replaceRecords: false });
  const { plan, steps, changes, drift } = prepared;
  const { records } = plan.dns;
  const asJson = () =>
    JSON.stringify({ version: 1, stack: plan.stack, url: plan.baseUrl, changes, drift, steps, dns: records });
  session.terminal.result(options.json ? asJson() : [showPrepared(prepared), ...showDns(plan)].join("\n"));
  return 0;
}
