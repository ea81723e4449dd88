import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Preset } from "matrix-js-sdk";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Person, type SignedIn, signIn } from "../../../src/io/matrix/client.ts";
import { synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import type { ServerName, UserId } from "../../../src/kinds/names.ts";
import { readRoster } from "../../../src/settings/team/read-roster.ts";
import type { Roster } from "../../../src/settings/team/roster.ts";
import { strictest } from "../../settings/team/read.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { removeRoster, rosterPath } from "../../support/team/roster-file.ts";

const server = inject("teamStack");
const file = rosterPath(server.name);
const settings = { ...strictest, serverName: server.serverName as ServerName };

let operator: SynapseOperator;
let [ana, ben]: readonly Person[] = [];
let client: SignedIn;
let space: string;
let folder: string;

/** Ana administers the server, and made a space with an encrypted room that Ben is in too. */
beforeAll(async () => {
  await removeRoster(server.name);
  folder = await mkdtemp(join(tmpdir(), "chatkeep-roster-"));
  operator = await operatorOf(server);
  [ana, ben] = await makePeople(operator, server.serverName, ["rst-ana", "rst-ben", "rst-out"]);
  await operator.send("PUT", `/_synapse/admin/v2/users/${encodeURIComponent(known(ana).userId)}`, { admin: true });
  client = await signIn(server, known(ana));
  const room = await client.sdk.createRoom({
    ...{ name: "Plans", topic: "What comes next", room_alias_name: "rst-plans", preset: Preset.PrivateChat },
    initial_state: [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }],
  });
  const made = await client.sdk.createRoom({
    name: "Rst",
    room_alias_name: "rst-space",
    creation_content: { type: "m.space" },
  });
  space = made.room_id;
  const via = { via: [server.serverName] };
  await operator.send("POST", `/_synapse/admin/v1/join/${encodeURIComponent(room.room_id)}`, {
    user_id: known(ben).userId,
  });
  await client.sdk.sendStateEvent(space, "m.space.child" as never, via as never, room.room_id);
  await client.sdk.invite(room.room_id, known(ben).userId);
  const other = await signIn(server, known(ben));
  await other.sdk.joinRoom(room.room_id);
  await other.stop();
});

afterAll(async () => {
  await client?.stop();
  operator?.close();
  await removeRoster(server.name);
  await rm(folder, { recursive: true, force: true });
});

/** What is read of a step here. */
interface PlannedStep {
  readonly kind: string;
  readonly alias?: string;
  readonly state?: { readonly type: string };
}

describe("a roster from the running server", () => {
  let roster: Roster;

  it("says who and what is there", async () => {
    const { stdout } = await chatkeepSucceeds(server, ["team", "init", "--json"]);
    const done = JSON.parse(stdout);
    expect(done).toMatchObject({ file, example: false, problems: [] });
    roster = readRoster(await readFile(file, "utf8"), file, settings);
    expect(roster.members.length).toBe(done.members);
    expect(roster.members).toContainEqual(expect.objectContaining({ id: known(ana).userId, role: "admin" }));
    expect(roster.members.filter(({ id }) => /chatkeep|notices/.test(id))).toEqual([]);
    expect(roster.rooms).toContainEqual({
      ...{ alias: "rst-plans", name: "Plans", topic: "What comes next", avatar: null, join: "invited" },
      people: { teams: [], members: [known(ana).userId, known(ben).userId].toSorted() },
      ...{ powers: {}, guests: [], encrypted: true, history: "shared", retention: null },
    });
    expect(roster.spaces).toContainEqual(expect.objectContaining({ alias: "rst-space", rooms: ["rst-plans"] }));
  });

  it("is one that the server agrees with, but for visitors without an account", async () => {
    const { stdout } = await chatkeepSucceeds(server, ["team", "plan", "--json"]);
    const steps: readonly PlannedStep[] = JSON.parse(stdout).steps;
    // Other tests leave rooms here in which people have powers that no role has.
    const own = steps.filter(({ alias }) => alias === undefined || alias.startsWith("rst-"));
    const changes = own.filter(({ kind }) => !["remember", "enter", "leave"].includes(kind));
    expect([...new Set(changes.map(({ kind, state }) => `${kind} ${state?.type}`))]).toEqual([
      "setState m.room.guest_access",
    ]);
  });

  it("is never written over one that is there", async () => {
    const before = await readFile(file, "utf8");
    const again = await chatkeep(server, ["team", "init"]);
    expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining("exists already")]);
    expect(await readFile(file, "utf8")).toBe(before);
  });

  it("takes people of a table, and keeps its comments", async () => {
    await writeFile(file, `${await readFile(file, "utf8")}\n# ours\n`);
    const before = await readFile(file, "utf8");
    const table = join(folder, "people.csv");
    await writeFile(table, "name,email,teams\nCy Young,cy@acme.example,design\n");
    const dry = await chatkeepSucceeds(server, ["team", "import", table, "--dry-run"]);
    expect(await readFile(file, "utf8")).toBe(before);
    const { stdout } = await chatkeepSucceeds(server, ["team", "import", table, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      from: "csv",
      written: true,
      added: { members: 1, spaces: 0, rooms: 0 },
    });
    const after = await readFile(file, "utf8");
    expect(dry.stdout.trim()).toBe(after.trim());
    const added = `  - id: "@cy:${server.serverName}"\n    name: Cy Young\n    email: cy@acme.example\n    teams: [design]\n`;
    expect(after.replace(added, "")).toBe(before);
  });
});

describe("a roster with mistakes", () => {
  /** Commands that read it; some of them change the server. */
  const commands = [
    ["team", "status"],
    ["team", "remind", "--yes"],
    ["team", "plan"],
    ["team", "apply", "--yes"],
  ] as const;

  it("is refused by each command with all of them, and nothing is changed", async () => {
    const accounts = synapseAccounts(operator, `@chatkeep:${server.serverName}` as UserId);
    const see = async () => [
      (await accounts.list()).map(({ lastSeen: _, ...rest }) => rest), // Ana's app is in use
      (await chatkeepSucceeds(server, ["journal", "show", "--json"])).stdout,
    ];
    const before = (await see()).map((each) => JSON.stringify(each));
    const bad =
      'members:\n  - id: ada\n    name: "A\\u202eda"\n    rolle: admin\nrooms:\n  - alias: rst-plans\n    people: { teams: [none] }\n    avatar: none.png\n';
    await writeFile(file, bad);
    for (const command of commands) {
      const { exitCode, stderr } = await chatkeep(server, command);
      expect(exitCode, stderr).toBe(2);
      for (const place of ["2:9", "3:11", "4:5", "6:5", "7:23", "8:13"]) expect(stderr).toContain(`${file}:${place}: `);
    }
    expect((await see()).map((each) => JSON.stringify(each))).toEqual(before);
  });
});

function known(person: Person | undefined): Person {
  if (person === undefined) throw new Error("no such person");
  return person;
}
