import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type SignedIn, signIn } from "../../../src/io/matrix/client.ts";
import { type Accounts, synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import { type RegistrationTokens, registrationTokens } from "../../../src/io/synapse/registration-tokens.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { createAccount, resetPassword } from "../../../src/operations/accounts/accounts.ts";
import { generateToken, shownCharacters } from "../../../src/operations/accounts/tokens.ts";
import { askPlainly, register } from "../../support/members/newcomers.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import type { Scene } from "./team.test.ts";

const password = randomBytes(12).toString("base64url");
const ana = "@ana:team.test" as UserId;
const ben = "@ben:team.test" as UserId;
/** Attempts to sign in to one account are limited, so this one has its own. */
const gil = "@gil:team.test" as UserId;

/**
 * What an administrator does with accounts and tokens, as members notice it. What can only go wrong on the command line is done
 * there, all else by what is behind it: each command takes a second or two.
 */
export function accountTests(sceneOf: () => Scene): void {
  let accounts: Accounts;
  let tokens: RegistrationTokens;

  beforeAll(async () => {
    accounts = synapseAccounts(sceneOf().operator, "@chatkeep:team.test" as UserId);
    tokens = registrationTokens(sceneOf().operator);
    for (const user of [ben, gil])
      await createAccount(accounts, { user, displayName: null, admin: false, password: new Secret(password) });
  });

  describe("accounts", () => {
    it("are made for members and administrators, who sign in", async () => {
      const words = ["account", "create", "ana", "--admin", "--display-name", "Ana Lima", "--password-stdin"];
      await succeeds(words, password);
      await (await signIn(sceneOf().stack, { userId: ana, password })).stop();
      // Synapse writes down every few seconds when an account was last seen.
      const lastSeen = async () => (await accounts.list()).find(({ user }) => user === ana)?.lastSeen;
      await expect.poll(lastSeen, { timeout: 60_000 }).toEqual(expect.any(String));
      const listed = JSON.parse(await succeeds(["account", "list", "--json"])).accounts;
      expect(listed.filter(({ user }: { user: UserId }) => [ana, ben].includes(user))).toMatchObject([
        { user: ana, admin: true, state: "active", displayName: "Ana Lima", lastSeen: expect.any(String) },
        { user: ben, admin: false, state: "active", lastSeen: null },
      ]);
    });

    it("are made once", async () => {
      const { exitCode, stderr } = await chatkeep(sceneOf().stack, ["account", "create", "ben", "--generate"]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("exists already")]);
    });

    it("are locked only after a yes, cannot be used then, and can again once they are unlocked", async () => {
      const session = await signIn(sceneOf().stack, { userId: ben, password });
      expect(await chatkeep(sceneOf().stack, ["account", "lock", "ben"])).toMatchObject({ exitCode: 2 });
      expect(await statusOf(session)).toBe(200);
      await succeeds(["account", "lock", "ben", "--yes"]);
      expect([await statusOf(session), await signsIn(ben, password)]).toEqual([401, false]);
      await succeeds(["account", "unlock", "ben"]);
      expect([await statusOf(session), await signsIn(ben, password)]).toEqual([200, true]);
      await session.stop();
    });

    it("are not locked where no administrator would be left", async () => {
      const last = await chatkeep(sceneOf().stack, ["account", "lock", "ana", "--yes"]);
      expect([last.exitCode, last.stderr]).toEqual([2, expect.stringContaining("last administrator")]);
      expect(await signsIn(ana, password)).toBe(true);
    });

    it("get a new password, and their devices are signed out only when that is asked for", async () => {
      const session = await signIn(sceneOf().stack, { userId: gil, password });
      const changed = `${password}-new`;
      await resetPassword(accounts, { user: gil, password: new Secret(changed), signOut: false });
      expect([await statusOf(session), await signsIn(gil, password), await signsIn(gil, changed)]).toEqual([
        200,
        false,
        true,
      ]);
      await succeeds(["account", "reset-password", "gil", "--sign-out", "--yes", "--password-stdin"], password);
      expect([await statusOf(session), await signsIn(gil, password)]).toEqual([401, true]);
      await session.stop();
    });
  });

  describe("a registration token", () => {
    it("makes one account for who has it, and no second one", async () => {
      const token = (await succeeds(["token", "create"])).trim();
      expect([await registers("cleo", token), await registers("dora", token)]).toEqual([true, false]);
      const listed = JSON.parse(await succeeds(["token", "list", "--json"])).tokens;
      const shown = `${token.slice(0, shownCharacters)}…`;
      expect(listed).toContainEqual(expect.objectContaining({ token: shown, state: "used up", uses: 1, used: 1 }));
    });

    it("that was revoked lets no one in", async () => {
      const token = generateToken(randomBytes);
      await tokens.create({ token, uses: null, expires: null });
      expect(await registers("emma", token.reveal())).toBe(true);
      await succeeds(["token", "revoke", token.reveal().slice(0, shownCharacters), "--yes"]);
      expect(await registers("finn", token.reveal())).toBe(false);
    });
  });

  async function succeeds(words: readonly string[], typed = ""): Promise<string> {
    return (await chatkeepSucceeds(sceneOf().stack, words, `${typed}\n`)).stdout;
  }

  /** What the server answers to a session that asks who it is. */
  async function statusOf({ accessToken }: SignedIn): Promise<number> {
    return (await askPlainly(sceneOf().office, "GET", "v3/account/whoami", undefined, accessToken)).status;
  }

  async function signsIn(user: UserId, given: string): Promise<boolean> {
    const body = { type: "m.login.password", identifier: { type: "m.id.user", user }, password: given };
    return (await askPlainly(sceneOf().office, "POST", "v3/login", body)).status === 200;
  }

  /** Whether a token makes an account. */
  function registers(name: string, token: string): Promise<boolean> {
    return register(sceneOf().office, name, token).then(
      () => true,
      () => false,
    );
  }
}
