import { beforeAll, describe, expect, inject, it } from "vitest";
import { databaseOf } from "../../../support/members/readiness/population.ts";
import { chatkeep, chatkeepSucceeds } from "../../../support/stack/command-line.ts";
import { tryIn } from "../../../support/stack/engine.ts";

const stack = inject("keysStack");
const audit = () => chatkeep(stack, ["recovery", "audit", "--json"]);

beforeAll(async () => void (await audit()));

/** Its sessions begin read-only, which is a habit and no fence: each attempt leaves it first. */
const attempt = (statement: string) => databaseOf(stack, "audit").run(`SET TRANSACTION READ WRITE;\n${statement};`);

describe.concurrent("the role that audits, whatever it tries,", () => {
  it.each([
    "SELECT password_hash FROM users",
    "SELECT * FROM users",
    "SELECT token FROM access_tokens",
    "SELECT count(*) FROM access_tokens",
    "SELECT token FROM refresh_tokens",
    "SELECT access_token FROM user_ips",
    "SELECT ip FROM user_ips",
    "SELECT content FROM account_data",
    "SELECT user_id FROM account_data",
    "SELECT session_data FROM e2e_room_keys",
    "SELECT * FROM e2e_room_keys",
    "SELECT key_json FROM e2e_one_time_keys_json",
    "SELECT key_json FROM e2e_fallback_keys_json",
    "SELECT device_data FROM dehydrated_devices",
    "SELECT message_json FROM device_inbox",
    "SELECT json FROM event_json",
    "SELECT content FROM events",
    "SELECT sender FROM events",
    "SELECT ip FROM devices",
    "SELECT token FROM registration_tokens",
    "SELECT address FROM user_threepids",
    "SELECT * FROM pushers",
    "COPY users TO STDOUT",
    "COPY (SELECT password_hash FROM users) TO STDOUT",
    "SELECT rolpassword FROM pg_authid",
    "SELECT passwd FROM pg_shadow",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/file')",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'synapse'",
    "SELECT chatkeep_audit.readable('{}')",
  ])("may not read: %s", async (statement) => {
    await expect(attempt(statement)).rejects.toThrow(/permission denied/);
  });

  it.each([
    "CREATE TABLE public.mine (a int)",
    "CREATE TABLE chatkeep_audit.mine (a int)",
    "CREATE TEMPORARY TABLE mine (a int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine",
    "ALTER ROLE audit SUPERUSER",
    "GRANT audit_functions TO audit",
    "SET ROLE synapse",
    "SET ROLE audit_functions",
    "SET SESSION AUTHORIZATION postgres",
    "COPY (SELECT 1) TO PROGRAM 'cat > /tmp/file'",
    "COPY (SELECT 1) TO '/tmp/file'",
    "UPDATE users SET admin = 1",
    "UPDATE devices SET last_seen = 0",
    "DELETE FROM e2e_room_keys_versions",
    "INSERT INTO account_data VALUES ('@a:b', 'a', 1, '{}', 'master')",
    "LOCK TABLE users",
    "CREATE EXTENSION dblink",
    "DO LANGUAGE plpgsql $$ BEGIN EXECUTE 'SELECT password_hash FROM users'; END $$",
  ])("may not do: %s", async (statement) => {
    await expect(attempt(statement)).rejects.toThrow(/permission denied|must be/);
  });
});

describe("the role that audits", () => {
  it("may read what it is for", async () => {
    const reading = databaseOf(stack, "audit").rows("SELECT name FROM users WHERE deactivated = 0");
    expect((await Array.fromAsync(reading)).length).toBeGreaterThan(0);
    await attempt("SELECT chatkeep_audit.secret_storage('@a:b')");
  });

  it("signs in from inside the container alone, and there as nothing but itself", async () => {
    const overNetwork = await tryIn(
      stack,
      "postgres",
      "psql",
      "-h",
      "127.0.0.1",
      "-U",
      "audit",
      "-d",
      "synapse",
      "-c",
      "SELECT 1",
    );
    expect([overNetwork.exitCode, overNetwork.stderr]).toEqual([2, expect.stringContaining("no pg_hba.conf entry")]);
    const elsewhere = await tryIn(
      stack,
      "postgres",
      "psql",
      "-h",
      "/run/postgresql",
      "-U",
      "audit",
      "-d",
      "postgres",
      "-c",
      "SELECT 1",
    );
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([2, expect.stringContaining("no pg_hba.conf entry")]);
  });

  it("is the only one but the superuser that may call its functions", async () => {
    const asSynapse = databaseOf(stack, "postgres").run(
      "SET ROLE synapse; SELECT chatkeep_audit.secret_storage('@a:b');",
    );
    await expect(asSynapse).rejects.toThrow("permission denied for schema chatkeep_audit");
  });

  it("loses again what was granted to it by hand, and the journal says so once", async () => {
    const renewals = async () => {
      const { stdout } = await chatkeepSucceeds(stack, ["journal", "show", "--json", "--lines", "100000"]);
      return stdout.split('"rights"').length - 1;
    };
    await audit();
    const before = await renewals();
    await databaseOf(stack, "postgres").run(
      "GRANT SELECT ON users TO audit; GRANT synapse TO audit; ALTER ROLE audit CREATEROLE;",
    );
    await attempt("SELECT password_hash FROM users");
    await audit();
    await expect(attempt("SELECT password_hash FROM users")).rejects.toThrow("permission denied");
    await expect(attempt("SET ROLE synapse")).rejects.toThrow("permission denied");
    await expect(attempt("CREATE ROLE mine")).rejects.toThrow("permission denied");
    expect(await renewals()).toBe(before + 1);
  });
});
