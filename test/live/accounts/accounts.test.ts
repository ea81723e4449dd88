import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Person, type SignedIn, signIn } from "../../../src/io/matrix/client.ts";
import { fetchTrusting, type TrustingFetch } from "../../../src/io/matrix/trusting-fetch.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";

let stack: StackRecord;
let trusting: TrustingFetch;
const password = randomBytes(12).toString("base64url");
const ana: Person = { userId: "@ana:team.test", password };
const ben: Person = { userId: "@ben:team.test", password };
// Attempts to sign in to one account are limited, so this one has its own.
const gil: Person = { userId: "@gil:team.test", password };

beforeAll(async () => {
  stack = await bootStack({ ...(await testSettings()), registration: "token" });
  trusting = fetchTrusting(stack.authorityFile);
});

afterAll(async () => {
  await trusting?.close();
  if (stack !== undefined) await removeStack(stack);
});

describe("accounts", () => {
  it("are made for members and administrators, who sign in", async () => {
    await succeeds(["account", "create", "ana", "--admin", "--password-stdin"], password);
    await succeeds(["account", "create", "ben", "--display-name", "Ben Lima", "--password-stdin"], password);
    for (const person of [ana, ben]) await (await signIn(stack, person)).stop();
    // Synapse writes down every few seconds when an account was last seen.
    const listed = async () => JSON.parse(await succeeds(["account", "list", "--json"])).accounts;
    await expect.poll(listed, { timeout: 60_000 }).toMatchObject([
      { user: ana.userId, admin: true, state: "active", lastSeen: expect.any(String) },
      { user: ben.userId, admin: false, state: "active", displayName: "Ben Lima" },
    ]);
  });

  it("are made once, and never under the name that the program itself works with", async () => {
    for (const [name, why] of [
      ["ben", /exists already/],
      ["chatkeep", /chatkeep itself works with/],
      ["Ben", /no name for an account/],
    ] as const) {
      const { exitCode, stderr } = await chatkeep(stack, ["account", "create", name, "--generate"]);
      expect([exitCode, stderr]).toEqual([2, expect.stringMatching(why)]);
    }
  });

  it("that are locked cannot be used, and can again once they are unlocked", async () => {
    const session = await signIn(stack, ben);
    const whoami = () => statusOf(session);
    expect(await whoami()).toBe(200);
    await succeeds(["account", "lock", "ben", "--yes"]);
    expect([await whoami(), await signsIn(ben)]).toEqual([401, false]);
    await succeeds(["account", "unlock", "ben"]);
    expect([await whoami(), await signsIn(ben)]).toEqual([200, true]);
    await session.stop();
  });

  it("are not locked without a yes, nor where no administrator would be left", async () => {
    expect(await chatkeep(stack, ["account", "lock", "ben"])).toMatchObject({ exitCode: 2 });
    const last = await chatkeep(stack, ["account", "lock", "ana", "--yes"]);
    expect([last.exitCode, last.stderr]).toEqual([2, expect.stringContaining("last administrator")]);
    expect([await signsIn(ana), await signsIn(ben)]).toEqual([true, true]);
  });

  it("get a new password, and their devices are signed out only when that is asked for", async () => {
    await succeeds(["account", "create", "gil", "--password-stdin"], password);
    const session = await signIn(stack, gil);
    const changed = { ...gil, password: `${password}-new` };
    await succeeds(["account", "reset-password", "gil", "--password-stdin"], changed.password);
    expect([await statusOf(session), await signsIn(gil), await signsIn(changed)]).toEqual([200, false, true]);
    const words = ["account", "reset-password", "gil", "--sign-out", "--yes", "--password-stdin"];
    await succeeds(words, password);
    expect([await statusOf(session), await signsIn(gil)]).toEqual([401, true]);
    await session.stop();
  });
});

describe("a registration token", () => {
  it("makes one account for who has it, and no second one", async () => {
    const token = (await succeeds(["token", "create"])).trim();
    expect([await register("cleo", token), await register("dora", token)]).toEqual([200, 401]);
    const { tokens } = JSON.parse(await succeeds(["token", "list", "--json"]));
    expect(tokens).toMatchObject([{ token: `${token.slice(0, 5)}…`, state: "used up", uses: 1, used: 1 }]);
  });

  it("that was revoked lets no one in", async () => {
    const { token } = JSON.parse(await succeeds(["token", "create", "--uses", "unlimited", "--json"]));
    expect(await register("emma", token)).toBe(200);
    await succeeds(["token", "revoke", token.slice(0, 5), "--yes"]);
    expect(await register("finn", token)).toBe(401);
    const list = await succeeds(["token", "list"]);
    expect(list).not.toContain(token.slice(0, 5));
  });
});

async function succeeds(words: readonly string[], typed = ""): Promise<string> {
  return (await chatkeepSucceeds(stack, words, `${typed}\n`)).stdout;
}

/** What the server answers to a session that asks who it is. */
async function statusOf({ accessToken }: SignedIn): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await trusting.fetch(`${stack.baseUrl}/_matrix/client/v3/account/whoami`, { headers })).status;
}

async function signsIn({ userId, password: given }: Person): Promise<boolean> {
  const identifier = { type: "m.id.user", user: userId };
  const { status } = await post("login", { type: "m.login.password", identifier, password: given });
  return status === 200;
}

/** Makes an account by token, as clients do (Matrix client-server API, "Token-authenticated registration"). */
async function register(username: string, token: string): Promise<number> {
  const begun = await post("register", { username, password });
  const { session } = JSON.parse(await begun.text());
  const step = await post("register", {
    username,
    password,
    auth: { type: "m.login.registration_token", token, session },
  });
  if (step.status === 200) return 200;
  const last = await post("register", { username, password, auth: { type: "m.login.dummy", session } });
  return last.status;
}

function post(what: string, body: object): Promise<Response> {
  return trusting.fetch(`${stack.baseUrl}/_matrix/client/v3/${what}`, { method: "POST", body: JSON.stringify(body) });
}
