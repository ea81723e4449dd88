import { untilTrue } from "../../../src/io/machine/until.ts";
import type { SignedIn } from "../../../src/io/matrix/client.ts";

/** A `/sync` that waits for something to happen. */
export interface LongPoll {
  /** What it was answered with, or what broke it; null while it waits. */
  readonly outcome: () => string | null;
}

const sync = "/_matrix/client/v3/sync";

/** Asks for what happens from now on, and waits for it for up to a quarter of an hour (Matrix client-server API, "Syncing"). */
export async function holdPoll({ fetch, sdk, accessToken }: SignedIn): Promise<LongPoll> {
  sdk.stopClient(); // its own polls would only tell it the same
  const headers = { authorization: `Bearer ${accessToken}` };
  const poll = (query: string) => fetch(`${sdk.getHomeserverUrl()}${sync}?${query}`, { headers });
  let since = "";
  // What the client did before, such as to leave its keys, is told first.
  await untilTrue("poll that is told nothing", async () => {
    const answer = await poll(since === "" ? "" : `timeout=1000&since=${since}`);
    const before = since;
    since = String(Object(await answer.json()).next_batch);
    return since === before;
  });
  let outcome: string | null = null;
  const held = poll(`timeout=900000&since=${since}`);
  held
    .then(async (answer) => `${answer.status} ${await answer.text()}`)
    .catch((error: unknown) => `broken: ${error}`)
    .then((found) => {
      outcome = found;
    });
  return { outcome: () => outcome };
}
