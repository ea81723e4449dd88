import type { Labels } from "./plan.ts";

/** The name of everything in a stack: containers, volumes and networks alike. */
export function nameOf(stack: string, role: string): string {
  return `chatkeep-${stack}-${role}`;
}

/** The labels everything of a stack carries, so that it can be found and swept. */
export function labelsOf(stack: string, role: string): Labels {
  return { "chatkeep.role": role, "chatkeep.stack": stack };
}
