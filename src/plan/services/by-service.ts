import { type ByService, mainRoles } from "../plan.ts";

/** One value for each service, in the order given. Those that every stack has are among them. */
export function byService<T>(entries: readonly (readonly [string, T])[]): ByService<T> {
  const names = entries.map(([name]) => name);
  const missing = mainRoles.filter((role) => !names.includes(role));
  if (missing.length > 0) throw new Error(`every stack has ${missing.join(", ")}`);
  return Object.fromEntries(entries) as ByService<T>;
}
