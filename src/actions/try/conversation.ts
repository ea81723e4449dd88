import type { Server, SignedIn } from "../../io/matrix/client.ts";
import type { Accounts } from "../../io/synapse/accounts.ts";
import { runCheck, type TrialCheck } from "../../operations/try/check.ts";

/** Where two people are to talk. */
export interface Place {
  readonly server: Server;
  readonly accounts: Accounts;
  /** Ends their clients in the middle of what they do. */
  readonly signal: AbortSignal;
}

const names = ["ana", "ben"] as const;

/** Two people sign in with real clients, and one sends the other an encrypted message (matrix-js-sdk, its Rust cryptography). */
export async function checkConversation(place: Place): Promise<readonly TrialCheck[]> {
  const clients: SignedIn[] = [];
  const stopAll = async () => void (await Promise.all(clients.splice(0).map((client) => client.stop())));
  place.signal.addEventListener("abort", stopAll, { once: true });
  try {
    const logIn = await runCheck("log-in", () => signInAll(place, clients));
    const [ana, ben] = clients;
    if (logIn.outcome === "failed" || ana === undefined || ben === undefined) return [logIn];
    return [logIn, await runCheck("message", () => sendOne(ana, ben))];
  } finally {
    await stopAll();
  }
}

async function signInAll({ server, accounts }: Place, clients: SignedIn[]): Promise<string> {
  const { signIn } = await import("../../io/matrix/client.ts");
  const { makePerson } = await import("../../io/matrix/people.ts");
  for (const name of names) clients.push(await signIn(server, await makePerson(accounts, server.serverName, name)));
  return `${clients.map(({ userId }) => userId).join(" and ")} signed in at ${server.baseUrl}`;
}

async function sendOne(ana: SignedIn, ben: SignedIn): Promise<string> {
  const { startPrivateRoom, messageIn } = await import("../../io/matrix/client.ts");
  const room = await startPrivateRoom(ana, ben);
  const { event_id: event } = await ana.sdk.sendTextMessage(room, "Can you read this?");
  await messageIn(ben, room, event);
  return `${ana.userId} sent an encrypted message, and ${ben.userId} read it`;
}
