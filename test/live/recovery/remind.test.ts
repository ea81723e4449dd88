import { type MatrixEvent, MsgType } from "matrix-js-sdk";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { until } from "../../../src/io/machine/until.ts";
import { type Accounts, synapseAccounts } from "../../../src/io/synapse/accounts.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { parseLocalpart, type UserId } from "../../../src/kinds/names.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { makeIdentity, setUpRecovery } from "../../support/members/recovering/setting-up.ts";
import { chatkeep } from "../../support/stack/command-line.ts";

const server = inject("keysStack");
const deviceName = "Ana's secret laptop";
const sender = `@_chatkeep-notices:${server.serverName}`;

let operator: SynapseOperator;
let accounts: Accounts;
let ana: MemberDevice;
let ben: MemberDevice;

/** Ana has not set up recovery; Ben has. */
beforeAll(async () => {
  operator = await operatorOf(server);
  accounts = synapseAccounts(operator, `@chatkeep:${server.serverName}` as UserId);
  const [one, other] = await makePeople(operator, server.serverName, ["ana", "ben"]);
  if (one === undefined || other === undefined) throw new Error("no two people");
  [ana, ben] = await Promise.all([newDevice(server, one, "off"), newDevice(server, other, "off")]);
  await ana.sdk.setDeviceDetails(ana.deviceId, { display_name: deviceName });
  await makeIdentity(ana);
  await setUpRecovery(ben);
});

afterAll(async () => {
  await Promise.all([ana?.stop(), ben?.stop()]);
  operator?.close();
});

describe("a reminder", () => {
  it("is shown first, with who gets it and why", async () => {
    const shown = await remind("--dry-run");
    expect(shown).toMatchObject({ sent: [], send: [{ user: ana.userId, reasons: ["noSecretStorage"] }] });
    expect(noticesAt(ana)).toHaveLength(0);
  });

  it("is sent once by two commands at once", async () => {
    const both = await Promise.all([remind("--yes"), remind("--yes")]);
    expect(both.flatMap(({ sent }) => sent)).toEqual([ana.userId]);
    expect(await untilThereAre(1)).toHaveLength(1);
  });

  it("reaches the member's client in a room of its own, names no device, and says where to go", async () => {
    const [notice] = noticesAt(ana);
    const body = String(notice?.getContent().body);
    expect(notice?.getContent().msgtype).toBe(MsgType.Text);
    expect(body).toContain(`${server.baseUrl}/recovery/first-day`);
    expect(JSON.stringify(notice?.event)).not.toContain(deviceName);
    expect(JSON.stringify(notice?.event)).not.toContain(ana.deviceId);
    expect(ana.sdk.getRoom(notice?.getRoomId())?.getJoinedMembers()).toHaveLength(2);
    expect(ben.sdk.getRooms()).toHaveLength(0);
  });

  it("names a page that the server shows", async () => {
    expect((await ana.fetch(`${server.baseUrl}/recovery/first-day`)).status).toBe(200);
  });

  it("is not sent a second time within the week", async () => {
    expect(await remind("--yes")).toMatchObject({ sent: [], passedOver: [{ user: ana.userId, why: "reminded" }] });
  });

  it("is sent again where that is said, to a member who has left the room of the earlier one too", async () => {
    const before = noticesAt(ana).length;
    const room = noticesAt(ana)[0]?.getRoomId() ?? "";
    await ana.sdk.leave(room);
    expect(await remind("--yes", "--again")).toMatchObject({ sent: [ana.userId] });
    await untilThereAre(before + 1);
  });

  it("comes from an account that no one finds or can make", async () => {
    const { results } = await ben.sdk.searchUserDirectory({ term: "notices" });
    expect(results.map(({ user_id }) => user_id)).not.toContain(sender);
    const listed = await accounts.list();
    expect(listed.map(({ user }) => String(user))).not.toContain(sender);
    expect(parseLocalpart("_chatkeep-notices")).toBeNull();
  });
});

/** Only these two: other tests' members are on the server too. */
function words(): readonly string[] {
  return ["recovery", "remind", ana.userId, ben.userId, "--ready-within", "1 second"];
}

async function remind(...flags: readonly string[]) {
  const { exitCode, stdout, stderr } = await chatkeep(server, [...words(), "--json", ...flags]);
  if (exitCode !== 0) throw new Error(`remind ended with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as { readonly sent: readonly string[] };
}

function noticesAt({ sdk }: MemberDevice): readonly MatrixEvent[] {
  const events = sdk.getRooms().flatMap((room) => room.getLiveTimeline().getEvents());
  return events.filter((event) => event.getSender() === sender && event.getType() === "m.room.message");
}

function untilThereAre(count: number): Promise<readonly MatrixEvent[]> {
  return until(`${count} notices at ${ana.userId}`, () => {
    const found = noticesAt(ana);
    return found.length >= count ? found : null;
  });
}
