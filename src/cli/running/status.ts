import { observeStatus } from "../../actions/running/status.ts";
import type { StackOptions } from "../../actions/session.ts";
import { beginSession } from "../session.ts";
import { namingStack } from "../terminal/naming-stack.ts";
import { showStatus } from "./status-text.ts";

/** Says how the server is; 3 when something is not healthy, or backups are missing, late or failing. */
export async function status(options: StackOptions): Promise<number> {
  const session = beginSession("status", options);
  const found = await observeStatus(session);
  session.terminal.result(
    options.json ? JSON.stringify(found) : namingStack(showStatus(found, session.clock.now()), session.stack),
  );
  return found.healthy && found.backups?.ill !== true ? 0 : 3;
}
