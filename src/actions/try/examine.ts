import type { ObservedContainer } from "../../io/docker/observations.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { masterKeyOf } from "../../operations/keys/first-key.ts";
import { isFailing } from "../../operations/running/failure.ts";
import { type Check, type CheckId, failedCheck, runCheck } from "../../operations/try/check.ts";
import { openOperator } from "../accounts/operate.ts";
import type { Booted } from "./boot.ts";
import { checkConversation } from "./conversation.ts";
import { checkPorts } from "./ports.ts";
import { checkSecrets } from "./secrets.ts";

/** How an examination is told to stop, and since when there are secrets to be found. */
export interface Examination {
  readonly signal: AbortSignal;
  readonly since: Date;
}

/** Looks at a throwaway stack that came up: what its coming up proved, then everything else side by side. */
export async function examine(booted: Booted, { signal, since }: Examination): Promise<readonly Check[]> {
  const { plan, settings, engine, pulumi, session } = booted;
  const master = await masterKeyOf({ pulumi });
  const operator = await openOperator(engine.stack, { settings, plan }, master);
  const { baseUrl, serverName } = plan;
  const server = { baseUrl, serverName, authorityFile: session.paths.authority };
  try {
    const [conversation, ports, secrets] = await Promise.all([
      checkConversation({ server, accounts: operator.accounts, signal }),
      runCheck("ports", () => checkPorts(booted)),
      runCheck("secrets", () => checkSecrets(booted, master, since)),
    ]);
    const names = Object.values(plan.services).map(({ role }) => role);
    return [
      passed("parser", "accepted"),
      passed("health", `${names.join(", ")} are healthy`),
      ...conversation,
      ports,
      secrets,
    ];
  } finally {
    operator.close();
  }
}

function passed(id: CheckId, found: string): Check {
  return { id, outcome: "passed", found, next: null };
}

/** What kept a throwaway stack from coming up, by what the engine shows; null when it was nothing in the stack. */
export async function judgeFailure(engine: StackEngine, error: unknown): Promise<readonly Check[] | null> {
  const { containers } = await engine.observe();
  if (containers.some(isRefused)) return [failedCheck("parser", error)];
  const isUnwell = containers.some((each) => each.role !== "installer" && isFailing(each));
  return isUnwell ? [passed("parser", "accepted"), failedCheck("health", error)] : null;
}

function isRefused({ role, state }: ObservedContainer): boolean {
  return role === "installer" && state.kind === "ended" && state.exitCode !== 0;
}
