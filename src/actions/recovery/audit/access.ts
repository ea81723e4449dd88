import { createHash } from "node:crypto";
import { StackError } from "../../../errors.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { type AccessObserved, grantAccess, observeAccess, readableColumns } from "../../../io/postgres/audit/access.ts";
import type { StackEngine } from "../../../io/stack-engine.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import { decideAccess } from "../../../operations/recovery/audit/access.ts";
import { onThisStack, type Session } from "../../session.ts";
import { withLock } from "../../stack/with-lock.ts";

/**
 * Makes sure that the role `audit` is there, with its functions and exactly its rights. Only what is missing is made: under the
 * stack's lock, with a line in the journal. A command that has the lock already hands its journal in.
 */
export async function ensureAccess(
  session: Session,
  engine: Pick<StackEngine, "database">,
  postgres: string,
  held: Journal | null = null,
): Promise<void> {
  const database = engine.database(postgres);
  const functions = auditFunctions();
  const expected = { mark: createHash("sha256").update(functions).digest("hex"), columns: readableColumns };
  const observed = await observeAccess(database);
  refuseWithoutEntry(session, observed);
  const what = decideAccess(observed, expected);
  if (what === null) return;
  const grant = (journal: Journal) =>
    journal.record(session.command, { role: "audit", rights: what }, () =>
      grantAccess(database, functions, expected.mark),
    );
  if (held === null) await withLock(session, (_, journal) => grant(journal));
  else await grant(held);
}

/** The SQL of the role and its functions. */
export function auditFunctions(): string {
  const functions = readTemplates().get("recovery/audit.sql");
  if (functions === undefined) throw new Error("templates/recovery/audit.sql is missing");
  return functions;
}

function refuseWithoutEntry({ stack }: Session, { letIn }: AccessObserved): void {
  if (letIn) return;
  throw new StackError("The database of this server runs with a configuration that does not let the audit in yet", {
    next: `Bring the server up to date:  ${onThisStack("up", stack)}`,
  });
}
