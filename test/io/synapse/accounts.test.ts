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
