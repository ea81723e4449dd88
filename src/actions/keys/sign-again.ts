import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../../io/postgres/database.ts";
import { signingUpdate } from "../../io/synapse/event-signatures.ts";
import { serverSecrets } from "../../keys/secrets.ts";
import { countOtherSignatures, isUpdateWaiting } from "../../operations/keys/signed-again.ts";
import { changeAsOperator } from "../accounts/operate.ts";
import { storedKey } from "../recovery/stored-key.ts";
import type { Session } from "../session.ts";
import { reachEngine } from "../stack/engine.ts";
import type { Settled } from "../stack/settings.ts";
import { withProgress } from "../terminal.ts";

/** What came of signing events again. */
export interface SignedAgain {
  readonly signingKeyId: string;
  /** How many events of this server's members had no signature of its present key. */
  readonly before: number;
  /** How many have none now. */
  readonly after: number;
}

/** How many events of this server's members its present signing key has not signed. */
export async function countUnsigned(session: Session, settled: Settled): Promise<Omit<SignedAgain, "after">> {
  const signingKeyId = serverSecrets(await storedKey(session), settled.settings.epochs).signingKey.keyId;
  return { signingKeyId, before: await count(await database(session, settled), settled, signingKeyId) };
}

/** Has Synapse sign all events of its members with its present key, and waits until it has. */
export async function signEventsAgain(session: Session, settled: Settled): Promise<SignedAgain> {
  const { signingKeyId, before } = await countUnsigned(session, settled);
  const about = { signingKeyId, events: before };
  return changeAsOperator(session, { settled, about }, async ({ signatures }) => {
    const asked = await database(session, settled);
    await signatures.signAgain();
    await withProgress(session.terminal, "signing events", async (progress) => {
      while ((await one(asked, isUpdateWaiting(signingUpdate))) > 0) {
        progress.say(`signing events: ${await count(asked, settled, signingKeyId)} are left`);
        await pause(1_000);
      }
    });
    return { signingKeyId, before, after: await count(asked, settled, signingKeyId) };
  });
}

async function database(session: Session, { plan }: Settled): Promise<Database> {
  return (await reachEngine(session)).stack.database(plan.services.postgres.name);
}

function count(asked: Database, { plan }: Settled, signingKeyId: string): Promise<number> {
  return one(asked, countOtherSignatures(plan.serverName, signingKeyId));
}

async function one(asked: Database, statement: string): Promise<number> {
  const [row] = await Array.fromAsync(asked.rows(statement));
  return Number(row?.[0]);
}
