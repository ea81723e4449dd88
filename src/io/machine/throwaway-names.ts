import { randomBytes } from "node:crypto";
import { isGone, type ProcessOwner, processMark } from "./process-marks.ts";
import type { Processes } from "./processes.ts";

/** `try` and `drill` are removed with their owner; `kept` stays until it is destroyed. A drill's has data of people. */
export type ThrowawayKind = "try" | "drill" | "kept";

const form = /^(try|drill|kept)-([0-9a-f]{4}-[0-9a-z]+-[0-9a-z]+)-[0-9a-f]{4}$/;

/** A new name for a throwaway stack. It contains the owner's process, so that the engine alone shows whether the stack is still in use. */
export function throwawayName(kind: ThrowawayKind, owner: ProcessOwner): string {
  return [kind, processMark(owner), randomBytes(2).toString("hex")].join("-");
}

/** What kind of throwaway stack a name is of; null for every other stack. */
export function throwawayKind(name: string): ThrowawayKind | null {
  const kind = form.exec(name)?.[1];
  return kind === "try" || kind === "drill" || kind === "kept" ? kind : null;
}

/** Whether a stack was made by a process of this machine that is gone. Those of other machines are not ours to judge. */
export async function isAbandoned(name: string, host: string, processes: Processes): Promise<boolean> {
  const [, kind, mark = ""] = form.exec(name) ?? [];
  return (kind === "try" || kind === "drill") && (await isGone(mark, { host, processes }));
}
