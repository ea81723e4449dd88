import type { AccessObserved } from "../../../io/postgres/audit/access.ts";

/** What the role should have. */
export interface AccessExpected {
  /** Says which functions are the current ones. */
  readonly mark: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

/** Whether the role has to be made, or made again; null where it is as it should be. */
export function decideAccess(
  observed: AccessObserved,
  { mark, columns }: AccessExpected,
): "created" | "renewed" | null {
  if (observed.functions === null) return "created";
  const rights = Object.entries(columns).flatMap(([table, names]) => names.map((name) => `${table}.${name}`));
  const isExact = observed.rights.toSorted().join("\n") === rights.toSorted().join("\n");
  return observed.functions === mark && isExact ? null : "renewed";
}
