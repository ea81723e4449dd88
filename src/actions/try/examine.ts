import type { ObservedContainer } from "../../io/docker/observations.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import { masterKeyOf } from "../../operations/keys/first-key.ts";
import { isFailing } from "../../operations/running/failure.ts";
import { type CheckId, failedCheck, runCheck, type TrialCheck } from "../../operations/try/check.ts";
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

/** Checks a throwaway stack that started: first what its start proved, then everything else in parallel. */
export async function examine(booted: Booted, { signal, since }: Examination): Promise<readonly TrialCheck[]> {
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

function passed(id: CheckId, found: string): TrialCheck {
  return { id, outcome: "passed", found, next: null };
}

/** What kept a throwaway stack from coming up, by what the engine shows; null when it was nothing in the stack. */
export async function judgeFailure(engine: StackEngine, error: unknown): Promise<readonly TrialCheck[] | null> {
  const { containers } = await engine.observe();
  if (containers.some(isRefused)) return [failedCheck("parser", error)];
  const isUnhealthy = containers.some((each) => each.role !== "installer" && isFailing(each));
  return isUnhealthy ? [passed("parser", "accepted"), failedCheck("health", error)] : null;
}

function isRefused({ role, state }: ObservedContainer): boolean {
  return role === "installer" && state.kind === "ended" && state.exitCode !== 0;
}
