import { describe, expect, it } from "vitest";
import { StackError } from "../../../src/errors.ts";
import type { SynapseAnswer } from "../../../src/io/synapse/operator.ts";
import { parseServerName } from "../../../src/kinds/names.ts";
import { decideOperator, ensureOperator, type OperatorWorld } from "../../../src/operations/accounts/operator.ts";

const serverName = parseServerName("acme.example");
if (serverName === null) throw new Error("a server name");
const name = (role: string) => ({ name: `chatkeep-acme-${role}` });

/** A made-up server; `row` is what the database says of the operator. */
function world(row: string, answer: Partial<SynapseAnswer> = {}) {
  const done: string[] = [];
  const made: OperatorWorld = {
    serverName: serverName ?? ("" as never),
    services: { postgres: name("postgres"), synapse: name("synapse"), proxy: name("proxy") },
    engine: {
      database: (container) => ({
        async *rows(statement) {
          done.push(`${container}: ${statement}`);
          if (row !== "") yield [row];
        },
        run: async (script) => void done.push(`${container}: ${script}`),
      }),
    },
    synapse: {
      send: async (method, path) => {
        done.push(`${method} ${path}`);
        return { status: 200, body: {}, server: "", ...answer };
      },
      close: () => undefined,
    },
  };
  return { done, made };
}

describe("the operator", () => {
  it("is registered once and made an administrator once", () => {
    expect(decideOperator(null)).toEqual(["register", "makeAdministrator"]);
    expect(decideOperator({ admin: false })).toEqual(["makeAdministrator"]);
    expect(decideOperator({ admin: true })).toEqual([]);
  });

  it("is looked up in the database alone, since Synapse would remember a no", async () => {
    const { done, made } = world("1");
    await ensureOperator(made);
    expect(done).toEqual(["chatkeep-acme-postgres: SELECT admin FROM users WHERE name = '@chatkeep:acme.example'"]);
  });

  it("is made where it is missing", async () => {
    const { done, made } = world("");
    await ensureOperator(made);
    expect(done.slice(1)).toEqual([
      "POST /_matrix/client/v3/register",
      "chatkeep-acme-postgres: UPDATE users SET admin = 1 WHERE name = '@chatkeep:acme.example' RETURNING name",
    ]);
  });

  it("counts as registered when someone was faster", async () => {
    const { done, made } = world("", { status: 400, body: { errcode: "M_USER_IN_USE" } });
    await ensureOperator(made);
    expect(done).toHaveLength(3);
  });

  it("is an error when Synapse refuses its token", async () => {
    const { made } = world("", { status: 401, body: { errcode: "M_UNKNOWN_TOKEN" } });
    await expect(ensureOperator(made)).rejects.toThrow(StackError);
  });
});
