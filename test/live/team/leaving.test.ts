import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyTeam, planTeam } from "chatkeep/team";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { disk } from "../../../src/io/machine/files.ts";
import { fetchTrusting } from "../../../src/io/matrix/trusting-fetch.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { type RegistrationToken, registrationTokens } from "../../../src/io/synapse/registration-tokens.ts";
import { type Rooms, synapseRooms } from "../../../src/io/synapse/rooms.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { joinedIn, seenPlace } from "../../../src/operations/team/apply/seen.ts";
import { pathsFor } from "../../support/kills/strike.ts";
import { devicesAt } from "../../support/members/devices.ts";
import { register } from "../../support/members/newcomers.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { chatkeep, chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { requesterOf } from "../../support/team/leaving.ts";
import { forgetTeam, writeRoster } from "../../support/team/roster-file.ts";
import { readSheet } from "../../support/team/sheet.ts";

const server = inject("teamStack");
const id = (name: string) => `@lvg-${name}:${server.serverName}`;
const devices = devicesAt(server);
const { fetch, close } = fetchTrusting(server.authorityFile);

let operator: SynapseOperator;
let rooms: Rooms;
let folder: string;

beforeAll(async () => {
  operator = await operatorOf(server);
  rooms = synapseRooms(operator, `@chatkeep:${server.serverName}` as UserId);
  folder = await mkdtemp(join(tmpdir(), "chatkeep-leaving-"));
  await forgetTeam(server);
});

afterAll(async () => {
  operator?.close();
  await Promise.all([devices.close(), close(), forgetTeam(server)]);
  await rm(folder, { recursive: true, force: true });
});

const ada = { id: id("ada"), name: "Ada", role: "admin" };
const cy = { id: id("cy"), name: "Cy" };
const three = ["dan", "eve", "fay"].map((name) => ({ id: id(name), name }));
const theirIds = three.map((each) => each.id);
const tom = { id: id("tom"), name: "Tom", joinsBy: "token" };
const uma = { ...tom, id: id("uma"), name: "Uma" };

const write = (...members: readonly (typeof ada | typeof cy | typeof tom)[]) =>
  writeRoster(server.name, { members, rooms: [{ alias: "lvg-room", name: "Room" }] });

const words = (...more: readonly string[]) => ["team", "apply", "--yes", "--json", "--sheets", folder, ...more];

async function inRoom(): Promise<readonly string[]> {
  const room = (await rooms.find(`#lvg-room:${server.serverName}`)) ?? "";
  return joinedIn(seenPlace(room, await rooms.state(room))).toSorted();
}

async function signInStatus(name: string): Promise<number> {
  const { userId, password } = await readSheet(folder, `lvg-${name}`);
  return devices.signInStatus(userId, password);
}

async function account(user: string) {
  return (await operator.send("GET", `/_synapse/admin/v2/users/${encodeURIComponent(user)}`)).body;
}

it("gives who joins by a token one for a single account, and puts them into the rooms once they signed up", async () => {
  const tokens = registrationTokens(operator);
  const before = new Set((await tokens.list()).map(({ token }) => token.reveal()));
  await write(ada, cy, ...three, tom);
  await chatkeepSucceeds(server, words());
  const news = async () => (await tokens.list()).filter(({ token }) => !before.has(token.reveal()));
  const [lost] = await news();
  await chatkeepSucceeds(server, ["team", "sheet", "lvg-tom", "--sheets", folder, "--yes"]);
  expect(await readFile(join(folder, "lvg-tom.txt"), "utf8")).not.toContain(lost?.token.reveal());
  const [given, ...others] = await news();
  expect([given, others]).toEqual([expect.objectContaining({ uses: 1, used: 0, expires: expect.any(String) }), []]);
  const { token, expires } = given as RegistrationToken;
  const days = (Date.parse(expires ?? "") - Date.now()) / 86_400_000;
  expect([days > 13.9, days <= 14]).toEqual([true, true]);
  expect(await inRoom()).toEqual([ada.id, cy.id, ...theirIds]);
  const office = { baseUrl: server.baseUrl, fetch };
  expect(await readFile(join(folder, "lvg-tom.txt"), "utf8")).toContain(token.reveal());
  await expect(register(office, "lvg-tom", lost?.token.reveal() ?? "")).rejects.toThrow("was not registered");
  expect(await register(office, "lvg-tom", token.reveal())).toMatchObject({ userId: tom.id });
  await expect(register(office, "lvg-eve", token.reveal())).rejects.toThrow("was not registered");
  await chatkeepSucceeds(server, words());
  expect(await inRoom()).toEqual([ada.id, cy.id, ...theirIds, tom.id]);
});

it("offboards a member whose lines were deleted, with the token that they made, and no one else", async () => {
  expect([await signInStatus("ada"), await signInStatus("cy")]).toEqual([200, 200]);
  const made = (await chatkeepSucceeds(await onTheMachineAs("lvg-cy"), ["token", "create"])).stdout.trim();
  await write(ada, cy, ...three, tom, uma);
  await chatkeepSucceeds(server, words());
  await write(ada, ...three, tom);
  const unreported = await withoutReports(() => chatkeep(server, words("--leaving", "2")));
  expect([unreported.exitCode, unreported.stderr]).toEqual([
    1,
    expect.stringContaining(`${cy.id} was offboarded, and`),
  ]);
  const { stdout } = await chatkeepSucceeds(server, words("--leaving", "2")); // which has the report to write still
  const { departures, steps } = JSON.parse(stdout);
  expect(steps).toEqual([
    { kind: "offboard", user: cy.id },
    { kind: "forget", user: uma.id },
  ]);
  const { members } = JSON.parse(await readFile(pathsFor(server).teamRecord, "utf8"));
  expect([members[cy.id].offboarded, members[uma.id].offboarded]).toEqual([expect.any(String), expect.any(String)]);
  expect(departures).toEqual([{ user: cy.id, lockedOut: true, files: expect.any(Array) }]);
  await chatkeepSucceeds(server, ["team", "verify", departures[0].files[0]]);
  expect(await account(cy.id)).toMatchObject({ deactivated: true, locked: true });
  expect(await inRoom()).toEqual([ada.id, ...theirIds, tom.id]);
  expect([await signInStatus("ada"), await signInStatus("cy")]).toEqual([200, 403]);
  expect(await account(tom.id)).toMatchObject({ deactivated: false, locked: false });
  await expect(register({ baseUrl: server.baseUrl, fetch }, "lvg-eva", made)).rejects.toThrow("was not registered");
});

/** Does something while a file is in place of the folder of reports. */
async function withoutReports<Result>(doing: () => Promise<Result>): Promise<Result> {
  const [reports, aside] = [join(pathsFor(server).stateFolder, "offboardings"), join(folder, "aside")];
  const hasSome = await disk.has(reports);
  if (hasSome) await disk.move(reports, aside);
  await writeFile(reports, "no folder\n");
  try {
    return await doing();
  } finally {
    await rm(reports);
    if (hasSome) await disk.move(aside, reports);
  }
}

/** The machine with a user of that name: who administers a server is a member, too. */
async function onTheMachineAs(name: string): Promise<Home> {
  const users = join(folder, "passwd");
  await writeFile(users, `${name}:x:${process.getuid?.() ?? 0}:0::/:/bin/sh\n`);
  const shown = `mount --bind ${users} /etc/passwd && exec "$@"`;
  return { ...server, through: ["unshare", "--mount", "sh", "-c", shown, "sh"] };
}

it("offboards several at once, and what they said is redacted: none of them comes back into the room", async () => {
  const room = (await rooms.find(`#lvg-room:${server.serverName}`)) ?? "";
  for (const user of theirIds) await say(user, room);
  await write(ada, tom);
  vi.stubEnv("XDG_STATE_HOME", server.stateHome);
  const common = { stack: server.name, sheets: folder };
  const plan = await planTeam(common);
  const { departures } = await applyTeam({ ...common, plan, leaving: 3, history: "redact" });
  vi.unstubAllEnvs();
  expect(departures.map(({ user, lockedOut }) => [user, lockedOut])).toEqual(theirIds.map((user) => [user, true]));
  expect(await inRoom()).toEqual([ada.id, tom.id]);
  const [first] = departures; // the commands of each take seconds, and are the same
  await chatkeepSucceeds(server, ["team", "verify", first?.files[0] ?? ""]);
});

/** Says something that can be redacted. */
async function say(user: string, room: string): Promise<void> {
  const person = await requesterOf(server, await readSheet(folder, user.slice(1, user.indexOf(":"))));
  const content = { msgtype: "m.text", body: "hello" };
  await person.put(`client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/1`, content);
}

it("lets a member who was offboarded come back only where that is said, with a new password", async () => {
  await write(ada, cy, tom);
  const refused = await chatkeep(server, words());
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining(`--reactivate ${cy.id}`)]);
  expect(await account(cy.id)).toMatchObject({ deactivated: true });
  await chatkeepSucceeds(server, words("--reactivate", cy.id));
  expect(await account(cy.id)).toMatchObject({ deactivated: false, locked: false, displayname: cy.name });
  expect(await signInStatus("cy")).toBe(200);
  expect(await inRoom()).toEqual([ada.id, cy.id, tom.id]);
  expect(JSON.parse((await chatkeepSucceeds(server, ["team", "plan", "--json"])).stdout).steps).toEqual([]);
});
