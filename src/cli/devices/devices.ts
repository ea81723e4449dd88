import { findMember, judgeDevice } from "../../actions/recovery/devices/member.ts";
import { removeDevices } from "../../actions/recovery/devices/remove.ts";
import type { StackOptions } from "../../actions/session.ts";
import { SettingsError } from "../../errors.ts";
import type { Duration } from "../../kinds/duration.ts";
import type { UserId } from "../../kinds/names.ts";
import { isStale } from "../../operations/recovery/audit/policy.ts";
import type { Removal, RemovalWish } from "../../operations/recovery/devices/remove.ts";
import { beginSession } from "../session.ts";
import { namingStack } from "../terminal/naming-stack.ts";
import { agreed, type YesOption } from "../up/consent.ts";
import { listLines, removalQuestion, removedLines } from "./devices-text.ts";
import { wipeLines } from "./wipe-text.ts";

/** How `devices list` is called. */
export interface ListOptions extends StackOptions {
  readonly staleAfter: Duration;
}

/** `devices list`: a line for each. */
export async function list(name: string, { staleAfter, ...options }: ListOptions): Promise<number> {
  const session = beginSession("devices list", options);
  const { user, facts } = await findMember(session, name);
  const now = session.clock.now();
  const devices = facts.devices.map((device) => ({ ...device, stale: isStale(device, { staleAfter }, now) }));
  const document = { version: 1, user, lastSeen: facts.lastSeen, devices };
  session.terminal.result(options.json ? JSON.stringify(document) : listLines(user, devices).join("\n"));
  return 0;
}

/** How `devices safe-to-wipe` is called. */
export interface WipeOptions extends StackOptions {
  readonly inUse: Duration;
}

/** `devices safe-to-wipe`: 0 where nothing would be lost that the server knows of, else 3. */
export async function safeToWipe(name: string, device: string, { inUse, ...options }: WipeOptions): Promise<number> {
  const session = beginSession("devices safe-to-wipe", options);
  const verdict = await judgeDevice(session, { name, device, inUse });
  session.terminal.result(
    options.json
      ? JSON.stringify({ version: 1, ...verdict })
      : namingStack(wipeLines(verdict, session.stack).join("\n"), session.stack),
  );
  return verdict.safe ? 0 : 3;
}

/** How `devices remove` is called. */
export interface RemoveOptions extends ListOptions, YesOption {
  readonly stale: boolean;
  readonly evenTheLast: boolean;
}

/** `devices remove`: signs devices out, after a question. */
export async function remove(name: string, ids: readonly string[], options: RemoveOptions): Promise<number> {
  const session = beginSession("devices remove", options);
  const { terminal } = session;
  const { evenTheLast } = options;
  const agree = (user: UserId, removal: Removal) => agreed(terminal, options, removalQuestion(user, removal));
  const done = await removeDevices(session, { name, wish: wishOf(ids, options), evenTheLast }, agree);
  if (done === null) return 1;
  const { user, removed, removal } = done;
  const document = { version: 1, user, removed, kept: removal.kept?.id ?? null };
  terminal.result(options.json ? JSON.stringify(document) : removedLines(done).join("\n"));
  return 0;
}

function wishOf(ids: readonly string[], { stale, staleAfter }: RemoveOptions): RemovalWish {
  if (stale === ids.length > 0) {
    const found = stale ? "devices are named beside --stale" : "no device is named";
    const write = "Name devices by their ids, or write --stale.";
    throw new SettingsError([{ file: null, line: null, key: "DEVICE", found, write }]);
  }
  return stale ? { kind: "stale", after: staleAfter } : { kind: "named", ids: [...new Set(ids)] };
}
