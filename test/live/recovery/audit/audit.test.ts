import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import type { AuditedMember, AuditReport } from "../../../../src/operations/recovery/audit/report.ts";
import { stateWords } from "../../../../src/operations/recovery/audit/words.ts";
import { type ExampleName, examples } from "../../../support/members/readiness/examples.ts";
import { type Conversation, converse, databaseOf, populate } from "../../../support/members/readiness/population.ts";
import { chatkeep } from "../../../support/stack/command-line.ts";
import { secretsIn } from "./secrets.ts";

const stack = inject("keysStack");

/** What happened, before the tests look at it. */
interface Scene {
  readonly users: ReadonlyMap<ExampleName, string>;
  readonly talk: Conversation;
  /** What clients made, and the same with rows that the test changed: under the usual policy, and under a longer one. */
  readonly report: AuditReport;
  readonly changed: AuditReport;
  readonly longer: AuditReport;
  readonly table: string;
  readonly page: string;
}

let scene: Scene;

beforeAll(async () => {
  const [users, talk] = await Promise.all([populate(stack), converse(stack)]);
  const report = (await audit("--json")).document();
  await changeRows(users);
  const path = join(stack.stateHome, "who-can-recover.html");
  const changed = (await audit("--json", "--html", path)).document();
  const table = (await audit("--html", path)).stdout;
  const longer = (await audit("--json", "--ready-within", "16 days", "--stale-after", "92 days")).document();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  scene = { users, talk, report, changed, longer, table, page: await readFile(path, "utf8") };
});

async function audit(...flags: readonly string[]) {
  const { stdout, stderr, exitCode } = await chatkeep(stack, ["recovery", "audit", ...flags]);
  expect(exitCode, stderr).toBe(3); // someone always misses the policy here
  return { stdout, document: (): AuditReport => JSON.parse(stdout) };
}

/** What would take a client 90 days, and what no client of today writes. */
async function changeRows(users: Scene["users"]): Promise<void> {
  const id = (name: ExampleName) => `'${users.get(name)}'`;
  const days = (count: number) => (Date.now() - count * 86_400_000).toFixed();
  const unreadable = [
    String.raw`{"key":"\u0000"}`,
    `{"key":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
    String.raw`{"key":"\ud800"}`,
  ];
  const pointers = (["fresh", "identity", "unstored"] as const).map((name, at) => {
    const row = `${id(name)}, 'm.secret_storage.default_key', 1, '${unreadable[at]}'`;
    return `INSERT INTO account_data (user_id, account_data_type, stream_id, content) VALUES (${row})
      ON CONFLICT (user_id, account_data_type) DO UPDATE SET content = excluded.content`;
  });
  const statements = [
    `UPDATE devices SET last_seen = ${days(91)} WHERE user_id = ${id("onagain")} AND NOT hidden`,
    `UPDATE users SET creation_ts = ${days(15)}::bigint / 1000 WHERE name = ${id("unbacked")}`,
    `UPDATE profiles SET displayname = 'A' || chr(27) || '[2J' || chr(8238) || '<b>' || chr(13) || chr(10) || 'B' WHERE full_user_id = ${id("fresh")}`,
    `UPDATE users SET locked = true WHERE name = ${id("deleted")}`,
    ...pointers,
  ];
  await databaseOf(stack, "postgres").run(`${statements.join(";\n")};`);
}

function member(user: string | undefined, report = scene.report): AuditedMember {
  const found = report.members.find((each) => each.user === user);
  if (found === undefined) throw new Error(`${user} is not in the report.`);
  return found;
}

const of = (name: ExampleName, report = scene.report) => member(scene.users.get(name), report);

describe("members whose clients left one thing undone", () => {
  it.each(Object.entries(examples))("%s is named as it is", (name, { state }) => {
    expect(of(name as ExampleName).state).toBe(state);
  });

  it("are of every state there is", () => {
    expect(new Set([...scene.users.keys()].map((name) => of(name).state))).toEqual(new Set(Object.keys(stateWords)));
  });

  it("differ in their devices: confirmed, not confirmed, without encryption, signed out", async () => {
    const encryptions = (name: ExampleName) =>
      of(name)
        .devices.map(({ encryption }) => encryption)
        .toSorted();
    expect(encryptions("ready")).toEqual(["signed"]);
    expect(encryptions("redone")).toEqual(["signed"]);
    expect(encryptions("second")).toEqual(["signed", "unsigned"]);
    expect(of("second").breaches).toEqual(["unsignedDevice"]);
    expect(encryptions("script")).toEqual(["none", "signed"]);
    expect(of("script").breaches).toEqual([]);
    expect(encryptions("reused")).toEqual(["signed", "unsigned"]);
    expect(encryptions("gone")).toEqual([]);
    // Synapse writes down every few seconds who was seen, those who have signed out since then too.
    const seen = async () => of("gone", (await audit("--json")).document()).lastSeen;
    await expect.poll(seen, { timeout: 60_000, interval: 1_000 }).not.toBeNull();
  });

  it("differ in what their keys say: a passphrase, a reset, who signed the backup", () => {
    expect([of("ready").passphrase, of("phrase").passphrase]).toEqual([false, true]);
    expect([of("ready").identityResets, of("redone").identityResets]).toEqual([0, 1]);
    expect([of("ready").backup?.newerDeleted, of("fallenback").backup?.newerDeleted]).toEqual([false, true]);
    const signedBy = (name: ExampleName) => of(name).backup?.signedBy;
    expect(signedBy("ready")).toBe("identity");
    expect(signedBy("redone")).toBe("identity");
    expect(signedBy("replaced")).toBe("device");
    expect(signedBy("abandoned")).toBe("earlier");
    expect(signedBy("untrusted")).toBe("none");
  });
});

it("a dehydrated device counts as none: it is no device of the member's, and nothing to confirm", async () => {
  const user = scene.users.get("dehydrated");
  const rows = databaseOf(stack, "postgres").rows(
    `SELECT count(*) FROM devices WHERE user_id = '${user}' AND NOT hidden UNION ALL SELECT count(*) FROM dehydrated_devices WHERE user_id = '${user}'`,
  );
  expect(await Array.fromAsync(rows)).toEqual([["2"], ["1"]]);
  expect(of("dehydrated")).toMatchObject({ breaches: [], devices: [{ encryption: "signed", stale: false }] });
  expect(of("dehydrated").devices.length).toBe(1);
});

describe("sessions", () => {
  it("are counted for those who were there when they were used, and held against the backup", () => {
    const { talker, listener, latecomer, sessions, later } = scene.talk;
    expect(sessions).toBeGreaterThan(later);
    expect(member(talker).sessions).toEqual({ known: sessions, backedUp: sessions });
    expect(member(listener).sessions).toEqual({ known: sessions, backedUp: 0 });
    expect(member(latecomer).sessions).toEqual({ known: later, backedUp: later });
    expect(of("ready").sessions).toEqual({ known: 0, backedUp: 0 });
  });
});

describe("members whose rows the test changed in the database", () => {
  it("have a stale device once it was unused for longer than the policy allows", () => {
    expect(of("onagain", scene.changed)).toMatchObject({ breaches: ["staleDevice"], devices: [{ stale: true }] });
    expect(of("onagain", scene.longer).breaches).toEqual([]);
  });

  it("have no time left once their account is older than the policy allows", () => {
    expect(of("unbacked")).toMatchObject({ breaches: [], timeUntil: expect.any(String) });
    expect(of("unbacked", scene.changed)).toMatchObject({ breaches: ["notReady"], timeUntil: null });
    expect(of("unbacked", scene.longer).breaches).toEqual([]);
  });

  it("are listed while they are locked, and miss nothing", () => {
    expect(of("deleted", scene.changed)).toMatchObject({ locked: true, state: "noBackup", breaches: [] });
  });

  it("cannot stop the audit by what they wrote, nor draw on the administrator's terminal", () => {
    expect(of("fresh", scene.changed).state).toBe("noCrossSigning");
    expect(of("identity", scene.changed).state).toBe("noSecretStorage");
    expect(of("unstored", scene.changed).state).toBe("noSecretStorage");
    expect(scene.table).toContain("A[2J<b>B");
    expect(scene.page).toContain("A[2J&lt;b&gt;B");
    for (const control of ["\u001b", "\u202e", "\r"]) expect(scene.table + scene.page).not.toContain(control);
  });
});

describe("the report", () => {
  it("holds no ciphertext, token or hash, as a table, as JSON and as a page", async () => {
    const secrets = await secretsIn(databaseOf(stack, "postgres"));
    expect(secrets.length).toBeGreaterThan(100);
    for (const output of [scene.table, JSON.stringify(scene.changed), scene.page]) {
      expect(output).toContain(scene.users.get("ready"));
      expect(secrets.filter((secret) => output.includes(secret))).toEqual([]);
    }
  });

  it("says what it asks for, what no server can know, and leaves out the operator", () => {
    const { totals, members, unknowable } = scene.report;
    expect(scene.table).toMatch(/\d+ of \d+ members do not meet the policy/);
    for (const text of unknowable) expect(scene.table).toContain(text);
    expect(totals.members).toBe(members.length);
    expect(members.map(({ user }) => user)).not.toContain(`@chatkeep:${stack.serverName}`);
  });

  it("is written over an earlier page, and over no other file", async () => {
    const other = join(stack.stateHome, "other.html");
    await writeFile(other, "<!doctype html>\n<p>mine</p>");
    const refused = await chatkeep(stack, ["recovery", "audit", "--html", other]);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining("is no report of an earlier audit"),
    ]);
    expect(await readFile(other, "utf8")).toContain("mine");
  });
});
