import { describe, expect, it } from "vitest";
import { passwordsAtOnce, synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { Secret } from "../../../src/kinds/secret.ts";

const user = (name: string | number) => `@${name}:acme.test` as UserId;

/** A server that takes a moment for each request, and how many it was sent at once. */
function scene() {
  const seen = { running: 0, most: 0, bodies: [] as unknown[] };
  const synapse: SynapseOperator = {
    send: async (_method, _path, body) => {
      seen.running += 1;
      seen.most = Math.max(seen.most, seen.running);
      seen.bodies.push(body);
      await new Promise<void>((resolve) => setImmediate(resolve));
      seen.running -= 1;
      return { status: 200, body: {}, server: "" };
    },
    close: () => undefined,
  };
  return { seen, accounts: synapseAccounts(synapse, user("chatkeep")) };
}

const twenty = Array.from({ length: 20 }, (_, index) => index);

describe("the list of accounts", () => {
  it("leaves out our own, and no person who had the canary's name first", async () => {
    const rows = [
      ["chatkeep", null],
      ["chatkeep-canary", "bot"],
      ["ana", null],
      ["other-bot", "bot"],
    ];
    const list = async (canary: string | null) => {
      const users = rows.map(([name = "", type]) => ({
        name: user(name ?? ""),
        user_type: (type === "bot" ? canary : type) ?? null,
      }));
      const answer = { status: 200, body: { users }, server: "" };
      const synapse: SynapseOperator = { send: async () => answer, close: () => undefined };
      return (await synapseAccounts(synapse, user("chatkeep")).list()).map((each) => each.user);
    };
    expect(await list("bot")).toEqual([user("ana"), user("other-bot")]);
    expect(await list(null)).toEqual([user("chatkeep-canary"), user("ana"), user("other-bot")]);
  });
});

describe("accounts made at once", () => {
  it("set a few passwords at a time, newcomers' and others' together", async () => {
    const { seen, accounts } = scene();
    const password = new Secret("four words are enough");
    await Promise.all(
      twenty.map((index) =>
        index % 2 === 0
          ? accounts.make({ user: user(index), displayName: null, admin: false, password })
          : accounts.setPassword(user(index), password, { signOut: false }),
      ),
    );
    expect([seen.most, seen.bodies.length]).toEqual([passwordsAtOnce, 20]);
  });

  it("wait for no other where there is no password to be set", async () => {
    const { seen, accounts } = scene();
    const made = (index: number) =>
      accounts.make({ user: user(index), displayName: "Ana", admin: false, password: null });
    await Promise.all(twenty.map(made));
    expect(seen.most).toBe(20);
    expect(seen.bodies[0]).toEqual({ displayname: "Ana", admin: false });
  });
});
