import { Refusal, StackError } from "../../../errors.ts";
import { canaryRecord } from "../../../io/postgres/canary.ts";
import { canaryOn } from "../../../kinds/own-accounts.ts";
import { decideCanary } from "../../../operations/backup/canary.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import { asOperator } from "../../accounts/operate.ts";
import { storedKey } from "../../recovery/stored-key.ts";
import type { Session } from "../../session.ts";
import { type ReachedEngine, reachEngine } from "../../stack/engine.ts";
import type { Settled } from "../../stack/settings.ts";
import { withProgress } from "../../terminal.ts";
import { renewCanary } from "./renew.ts";

/** How old its newest message may be, in milliseconds, and what keeps that it was renewed. */
interface Due {
  readonly journal: Journal;
  readonly olderThan: number;
}

/**
 * Has the canary of a server with backups write a message, where its newest is older than that. What keeps it from that
 * is said and no fault of the command: the server serves, and the next drill reports how old the message is.
 */
export async function renewCanaryOf(session: Session, settled: Settled, { journal, olderThan }: Due): Promise<void> {
  if (settled.plan.backup === null) return;
  try {
    const engine = await reachEngine(session);
    // Mostly there is nothing to do, and to find that out takes one question.
    const record = await canaryRecord(
      engine.stack.database(settled.plan.services.postgres.name),
      canaryOn(settled.plan.serverName),
    );
    if (decideCanary(record, session.clock.now(), olderThan) === "nothing") return;
    await withProgress(session.terminal, "renewing the canary, which drills read", () =>
      renew(session, settled, engine, { journal, olderThan }),
    );
  } catch (error) {
    if (!(error instanceof StackError || error instanceof Refusal || isMatrixError(error))) throw error;
    session.terminal.note(`The canary has written no new message: ${error.message}`);
  }
}

async function renew(session: Session, settled: Settled, engine: ReachedEngine, { journal, olderThan }: Due) {
  const { serverName, services } = settled.plan;
  const master = await storedKey(session);
  await asOperator(session, settled, async ({ accounts, database }) => {
    const server = { engine: engine.client, synapse: services.synapse.name, serverName, accounts, database };
    await renewCanary(server, master, {
      ...{ olderThan, now: session.clock.now() },
      record: (about, doing) => journal.record("canary", about, doing),
    });
  });
}

/** matrix-js-sdk's own errors of what a server refuses; they are loaded late. */
function isMatrixError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error.name === "MatrixError" || error.name.startsWith("M_") || error.name === "ConnectionError")
  );
}
