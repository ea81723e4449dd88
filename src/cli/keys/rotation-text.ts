import type { RotationPlan } from "../../operations/keys/rotation/decide.ts";
import { isRotation, rotations } from "../../operations/keys/rotation/table.ts";
import type { Plan } from "../../plan/plan.ts";

/** What a rotation does and who notices, for a person to agree to. */
export function showRotation(plan: Plan, { turns, replaced, retire }: RotationPlan): string {
  const notices = turns.flatMap(({ purpose }) => {
    const rotation = rotations[purpose];
    return isRotation(rotation) ? rotation.notices(plan) : [];
  });
  const names = replaced.flatMap((role) => plan.services[role]?.name ?? []);
  return [
    `New secrets for the stack ${plan.stack}, ${plan.baseUrl}:`,
    ...turns.map(({ purpose, from, to, isBegun }) => {
      const begun = isBegun ? "  (a run that was killed is finished)" : "";
      return `  ± ${purpose}  generation ${from} → ${to}  ${rotations[purpose].what}${begun}`;
    }),
    names.length === 0 ? "No container is replaced." : "Containers that are replaced; their data stays:",
    ...names.map((name) => `  ± ${name}`),
    ...pauseLines(replaced),
    "Who notices:",
    ...[...new Set(notices)].map((line) => `  · ${line}`),
    ...(retire === null
      ? []
      : [`  · ${retire.keyId} is retired. What it signed is valid until ${showTime(retire.expired)}.`]),
  ].join("\n");
}

/** How long it takes, for apps. The proxy holds what it cannot hand on (templates/proxy, `lb_try_duration`). */
export function pauseLines(replaced: RotationPlan["replaced"]): readonly string[] {
  if (replaced.includes("proxy")) return ["Connections end for some seconds. Apps connect again by themselves."];
  return replaced.includes("synapse") ? ["Meanwhile the proxy holds requests: apps wait for some seconds."] : [];
}

/** A time, to the minute. */
export function showTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
