import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { type Rooms, synapseRooms } from "../../../src/io/synapse/rooms.ts";
import { fieldsOf } from "../../../src/kinds/json.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { seenPlace } from "../../../src/operations/team/apply/seen.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { requesterOf } from "../../support/team/leaving.ts";
import { forgetTeam, writeRoster } from "../../support/team/roster-file.ts";
import { readSheet } from "../../support/team/sheet.ts";

const server = inject("teamStack");
const operatorId = `@chatkeep:${server.serverName}` as UserId;
const id = (name: string) => `@bnk-${name}:${server.serverName}` as UserId;

let operator: SynapseOperator;
let rooms: Rooms;
let room: string;
let folder: string;

/** Ada leads the room, Ben and Eve belong to it, Cy is of the team and not of the room, and Dan is in no roster. */
beforeAll(async () => {
  operator = await operatorOf(server);
  rooms = synapseRooms(operator, operatorId);
  folder = await mkdtemp(join(server.stateHome, "bnk-"));
  await forgetTeam(server);
  await synapseAccounts(operator, operatorId).make({
    user: id("dan"),
    displayName: null,
    admin: false,
    password: null,
  });
  await writeRoster(server.name, {
    members: [
      { id: id("ada"), name: "Ada", role: "admin" },
      ...["ben", "cy", "eve"].map((name) => ({ id: id(name), name })),
    ],
    rooms: [{ alias: "bnk-room", name: "Room", people: { members: [id("ada"), id("ben"), id("eve")] } }],
  });
  await apply();
  room = (await rooms.find(`#bnk-room:${server.serverName}`)) ?? "";
});

afterAll(async () => {
  operator?.close();
  await forgetTeam(server);
});

const apply = () => chatkeepSucceeds(server, ["team", "apply", "--yes", "--sheets", folder]);

async function planned() {
  return JSON.parse((await chatkeepSucceeds(server, ["team", "plan", "--json"])).stdout);
}

async function memberships() {
  const seen = seenPlace(room, await rooms.state(room)).memberships;
  return Object.fromEntries(["ben", "cy", "dan", "eve"].map((name) => [name, seen.get(id(name))]));
}

it("a ban stays and is named, who knocks and belongs there is let in, who does not is turned away or named", async () => {
  const path = `client/v3/rooms/${encodeURIComponent(room)}`;
  const ada = await requesterOf(server, await readSheet(folder, "bnk-ada"));
  await ada.post(`${path}/ban`, { user_id: id("ben"), reason: "a quarrel" });
  await ada.put(`${path}/state/m.room.join_rules/`, { join_rule: "knock" });
  const eve = await requesterOf(server, await readSheet(folder, "bnk-eve"));
  await eve.post(`${path}/leave`, {});
  for (const name of ["cy", "dan", "eve"]) await knock(id(name));
  expect(await memberships()).toEqual({ ben: "ban", cy: "knock", dan: "knock", eve: "knock" });

  const { steps, notes } = await planned();
  const change = { kind: "setJoin", alias: "bnk-room", join: { rule: "invited", spaces: [] } };
  const alias = "bnk-room";
  const [letIn, turnAway] = [
    { kind: "join", alias, user: id("eve") },
    { kind: "remove", alias, user: id("cy") },
  ];
  expect(steps).toEqual([
    { kind: "enter", alias, through: id("ada") },
    change,
    letIn,
    turnAway,
    { kind: "leave", alias },
  ]);
  expect(notes).toContainEqual(expect.objectContaining({ what: "banned", about: id("ben") }));
  expect(notes).toContainEqual(
    expect.objectContaining({ about: id("dan"), text: expect.stringContaining("knocks at #bnk-room") }),
  );

  await apply();
  expect(await memberships()).toEqual({ ben: "ban", cy: "leave", dan: "knock", eve: "join" });
  expect((await planned()).steps).toEqual([]);
});

/** Knocks in a member's name, with a session of the operator's. */
async function knock(user: UserId): Promise<void> {
  const opened = await operator.send("POST", `/_synapse/admin/v1/users/${encodeURIComponent(user)}/login`, {});
  const token = new Secret(String(fieldsOf(opened.body).access_token));
  const { status } = await operator.send("POST", `/_matrix/client/v3/knock/${encodeURIComponent(room)}`, {}, token);
  expect(status).toBe(200);
}
