import { onThisStack, type Session } from "../../actions/session.ts";
import type { Prepared } from "../../actions/up/prepare.ts";
import { changesServer } from "../../operations/up/up.ts";
import { showDns } from "../../render/dns/records-text.ts";
import { showDelegation } from "../dns/delegation-text.ts";
import { showChanges, showSteps } from "./show.ts";

const foundWords = { gone: "is missing", stopped: "does not run", changed: "was changed by hand" } as const;

/** What will be done, for a person to agree to. */
export function showPrepared({
  plan,
  steps,
  changes,
  drift,
}: Pick<Prepared, "plan" | "steps" | "changes" | "drift">): string {
  if (!changesServer(steps)) return "Nothing to change.";
  const found = drift.map(({ what, name, found }) => `  ! ${what} ${name} ${foundWords[found]}`);
  const others = steps.filter(({ kind }) => kind !== "apply");
  return [
    `The stack ${plan.stack}, ${plan.baseUrl}:`,
    ...(found.length === 0 ? [] : ["Found:", ...found, "So:"]),
    ...(changes.length === 0 ? [] : [showChanges(changes)]),
    ...(others.length === 0 ? [] : [...(changes.length === 0 ? [] : ["Also:"]), showSteps(others)]),
  ].join("\n");
}

/** How it ended: the address, the authority to trust, and the next two commands. */
export function showUp(
  session: Pick<Session, "stack" | "paths">,
  { plan, changes }: Pick<Prepared, "plan" | "changes">,
  { json, isChanged }: { readonly json: boolean; readonly isChanged: boolean },
): string {
  const authority = plan.proxy.tls.mode === "internal" ? session.paths.authority : null;
  const { baseUrl: url, serverName, stack } = plan;
  if (json)
    return JSON.stringify({
      version: 1,
      stack,
      url,
      serverName,
      authority,
      changed: isChanged,
      changes: isChanged ? changes : [],
    });
  return [
    ...(isChanged ? ["", `Your server answers at ${url}`] : [`Your server is at ${url}`]),
    ...(authority === null
      ? []
      : [`Its certificates come from its own authority. Clients must trust this file:  ${authority}`]),
    ...localNotice(stack, serverName),
    ...dnsLines(isChanged, plan),
    ...delegationLines(plan, isChanged, stack),
    "Next:",
    `  ${onThisStack("account create NAME --admin", stack)}`,
    `  ${onThisStack("recovery kit", stack)}   (the server's key, to print)`,
    `  ${onThisStack("status", stack)}`,
  ].join("\n");
}

/** Shown only after a change: without one, the records exist already. */
function dnsLines(isChanged: boolean, plan: Prepared["plan"]): readonly string[] {
  const lines = isChanged ? showDns(plan) : [];
  return lines.length === 0 ? [] : [...lines, ""];
}

/** In full after a change; otherwise it is done already, or `chatkeep delegation` says it again. */
function delegationLines(plan: Prepared["plan"], isChanged: boolean, stack: string): readonly string[] {
  const guide = isChanged ? showDelegation(plan) : [];
  return guide.length === 0 ? [] : ["", ...guide, `To see this again:  ${onThisStack("delegation", stack)}`, ""];
}

function localNotice(stack: string, serverName: string): readonly string[] {
  if (stack !== "local") return [];
  return [
    `This stack is for trying out chatkeep: \`${serverName}\` can never become a real domain, and phones will not trust its authority.`,
  ];
}
