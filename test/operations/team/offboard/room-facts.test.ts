import { describe, expect, it } from "vitest";
import type { RoomState } from "../../../../src/io/synapse/rooms.ts";
import type { Json } from "../../../../src/kinds/json.ts";
import { departureRoom } from "../../../../src/operations/team/offboard/room-facts.ts";
import { id } from "./departure.ts";

const operator = id("chatkeep");
const stateOf = (type: string, content: Json, key = "", sender: string = id("ben")): RoomState => ({
  ...{ type, key, sender, content },
});
const member = (user: string) => stateOf("m.room.member", { membership: "join" }, user, user);
const read = (state: readonly RoomState[]) =>
  departureRoom(state, {
    ...{ room: "!a:acme.test", user: id("ben"), membership: "join", operator },
    ...{ team: new Set(["!a:acme.test"]), people: new Set([id("ana"), id("cleo")]) },
  });

describe("a room that a member leaves", () => {
  it("is read as Synapse describes it", () => {
    const room = read([
      stateOf("m.room.create", { room_version: "11" }),
      stateOf("m.room.power_levels", {
        users: { [id("ben")]: 100, [id("ana")]: 50, "@eve:other.test": 100 },
        events: { "m.room.power_levels": 100 },
      }),
      stateOf("m.room.canonical_alias", { alias: "#a:acme.test" }),
      stateOf("m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" }),
      ...[id("ben"), id("ana"), operator, id("gone"), "@eve:other.test"].map(member),
      stateOf("m.room.member", { membership: "invite" }, id("cleo")),
    ]);
    expect(room).toMatchObject({
      ...{ alias: "#a:acme.test", version: "11", team: true, encrypted: true, power: 100, leading: 100, removing: 50 },
      ...{ people: [{ user: id("ana"), power: 50 }], elsewhere: 1, ledElsewhere: true, operatorCreated: false },
    });
  });

  it("has creators above everyone from version 12 on, and not before", () => {
    const created = (version: string) =>
      stateOf("m.room.create", { room_version: version, additional_creators: [operator] });
    expect(read([created("12"), member(id("ben"))])).toMatchObject({ power: "creator", operatorCreated: true });
    expect(read([created("org.matrix.hydra.11"), member(id("ben"))])).toMatchObject({ power: "creator" });
    expect(read([created("11"), member(id("ben"))])).toMatchObject({ power: 100, operatorCreated: false });
  });

  it("without power levels is its creator's", () => {
    const room = read([stateOf("m.room.create", {}), member(id("ben")), member(id("ana"))]);
    expect(room).toMatchObject({ version: "1", power: 100, leading: 50, people: [{ power: 0 }] });
  });
});
