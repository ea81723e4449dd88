import { createHash, randomBytes } from "node:crypto";
import type { Processes } from "./processes.ts";

/** Whose a throwaway stack is. Its name says it, so that it can be told on the engine alone whether anybody still wants it. */
export interface ThrowawayOwner {
  readonly host: string;
  readonly pid: number;
  /** When the process was started, as the kernel counts; null where the machine does not tell. */
  readonly startedAt: string | null;
}

/** `try` goes with its owner; `kept` stays until somebody destroys it. */
export type ThrowawayKind = "try" | "kept";

const form = /^(try|kept)-([0-9a-f]{4})-([0-9a-z]+)-([0-9a-z]+)-[0-9a-f]{4}$/;

/** A name for a throwaway stack that nobody has yet. */
export function throwawayName(kind: ThrowawayKind, { host, pid, startedAt }: ThrowawayOwner): string {
  const parts = [kind, markOf(host), pid.toString(36), startPart(startedAt), randomBytes(2).toString("hex")];
  return parts.join("-");
}

/** What kind of throwaway stack a name is of; null for every other stack. */
export function throwawayKind(name: string): ThrowawayKind | null {
  const kind = form.exec(name)?.[1];
  return kind === "try" || kind === "kept" ? kind : null;
}

/** Whether a stack was made by a process of this machine that is gone. Those of other machines are not ours to judge. */
export async function isAbandoned(name: string, host: string, processes: Processes): Promise<boolean> {
  const [, kind, mark, pid36 = "", start] = form.exec(name) ?? [];
  if (kind !== "try" || mark !== markOf(host)) return false;
  const pid = Number.parseInt(pid36, 36);
  return !(await processes.isAlive(pid)) || startPart(await processes.startedAt(pid)) !== start;
}

function markOf(host: string): string {
  return createHash("sha256").update(host).digest("hex").slice(0, 4);
}

function startPart(startedAt: string | null): string {
  return startedAt === null ? "0" : Number(startedAt).toString(36);
}
