import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { synapseDevices } from "../../../src/io/synapse/devices.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { destroyDevice, furtherDevice, type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { lacksOf } from "../../support/members/recovering/judged.ts";
import { reads, say, whyUnreadable } from "../../support/members/recovering/messages.ts";
import { recoverWithKey } from "../../support/members/recovering/recovering.ts";
import { makeRoom } from "../../support/members/recovering/rooms.ts";
import { seesDeviceSigned } from "../../support/members/recovering/seen.ts";
import { backedUp, setUpRecovery } from "../../support/members/recovering/setting-up.ts";
import { chatkeep } from "../../support/stack/command-line.ts";

const server = inject("keysStack");

let operator: SynapseOperator;
let ana: MemberDevice;
let ben: MemberDevice;
let keys: { readonly ana: string; readonly ben: string };
let room: string;
let said: readonly string[];

/** Two members who have set up recovery on one device each, and talk. */
beforeAll(async () => {
  operator = await operatorOf(server);
  const [one, other] = await makePeople(operator, server.serverName, ["ana", "ben"]);
  if (one === undefined || other === undefined) throw new Error("no two people");
  [ana, ben] = await Promise.all([newDevice(server, one, "off"), newDevice(server, other, "off")]);
  keys = { ana: await setUpRecovery(ana), ben: await setUpRecovery(ben) };
  room = await makeRoom(ana, [ben]);
  said = [await say(ana, room, "the first plan"), await say(ben, room, "the second plan")];
  await Promise.all([ana, ben].map((device) => reads(device, room, said[0] ?? "")));
  await Promise.all([backedUp(ana), backedUp(ben)]);
});

afterAll(async () => {
  await Promise.all([ana?.stop(), ben?.stop()]);
  operator?.close();
});

describe("a device that is judged", () => {
  let next: MemberDevice;

  it("cannot be erased while it is the only one", async () => {
    expect(await judged(ana)).toEqual({ exitCode: 3, lacks: ["no other device"] });
  });

  it("cannot be erased while the other one is not confirmed", async () => {
    next = await furtherDevice(ana);
    expect(await lacksOf(server, operator, ana)).toEqual(["others not confirmed"]);
  });

  it("can be erased once the other one is confirmed and in use; it is listed so", async () => {
    await recoverWithKey(next, keys.ana);
    await seesDeviceSigned(ben, next);
    await isInUse(next, ana);
    expect(await judged(ana)).toEqual({ exitCode: 0, lacks: [] });
    const { devices } = await asked(["devices", "list", ana.userId]);
    expect(devices.map(({ id, encryption, stale }: Listed) => [id, encryption, stale]).toSorted()).toEqual(
      [ana, next].map(({ deviceId }) => [deviceId, "signed", false]).toSorted(),
    );
  });

  it("is erased then, signed out for good, and a new one reads everything with the key alone", async () => {
    const { userId, deviceId } = ana;
    expect(await asked(["devices", "remove", userId, deviceId, "--yes"])).toMatchObject({ removed: [deviceId] });
    expect(await tokenStatus(ana)).toBe(401);
    await destroyDevice(ana);
    ana = await furtherDevice(next);
    await recoverWithKey(ana, keys.ana);
    expect(await Promise.all(said.map((id) => reads(ana, room, id)))).toEqual(["the first plan", "the second plan"]);
  });

  it("is signed out where it is stale, and the last one stays", async () => {
    await isInUse(ana, next);
    const done = await asked(["devices", "remove", ana.userId, "--stale", "--stale-after", "1 second", "--yes"]);
    expect([done.removed.length, await idsOf(ana)]).toEqual([1, [done.kept]]);
    const [kept, gone] = ana.deviceId === done.kept ? [ana, next] : [next, ana];
    expect([await tokenStatus(kept), await tokenStatus(gone)]).toEqual([200, 401]);
    await next.stop();
  });
});

describe("a device that must not be erased", () => {
  it("holds what the backup does not, and that is lost with it", async () => {
    const dropped = await ben.fetch(`${server.baseUrl}/_matrix/client/v3/room_keys/keys/${room}?version=1`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${ben.accessToken}` },
    });
    expect(dropped.status).toBe(200);
    const next = await furtherDevice(ben);
    await recoverWithKey(next, keys.ben);
    await isInUse(next, ben);
    expect(await lacksOf(server, operator, ben)).toEqual(["sessions missing"]);
    const [first = ""] = said;
    expect(await reads(ben, room, first)).toBe("the first plan");
    await destroyDevice(ben);
    await synapseDevices(operator).remove(ben.userId as UserId, [ben.deviceId]);
    expect(await whyUnreadable(next, room, first)).toMatch(/^HISTORICAL_MESSAGE/);
    ben = next;
  });

  it("is one of two that two commands sign out at once: one of them stays", async () => {
    const next = await furtherDevice(ben);
    await recoverWithKey(next, keys.ben);
    const both = [ben, next].map(({ userId, deviceId }) => ["devices", "remove", userId, deviceId, "--yes"]);
    const outcomes = await Promise.all(both.map((words) => chatkeep(server, words)));
    expect(outcomes.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 2]);
    expect(await idsOf(ben)).toHaveLength(1);
    await next.stop();
  });
});

describe("a member who is not there", () => {
  it("has no devices, and the command says so", async () => {
    const { exitCode, stderr } = await chatkeep(server, ["devices", "list", "no-one-here"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("no account")]);
  });
});

interface Listed {
  readonly id: string;
  readonly encryption: string;
  readonly stale: boolean;
}

async function judged({ userId, deviceId }: MemberDevice) {
  const { exitCode, stdout, stderr } = await chatkeep(server, ["devices", "safe-to-wipe", userId, deviceId, "--json"]);
  if (stdout === "") throw new Error(stderr);
  const { lacks } = JSON.parse(stdout) as { readonly lacks: readonly { readonly kind: string }[] };
  return { exitCode, lacks: lacks.map(({ kind }) => kind) };
}

async function asked(words: readonly string[]) {
  const { exitCode, stdout, stderr } = await chatkeep(server, [...words, "--json"]);
  if (exitCode !== 0) throw new Error(`${words.join(" ")} ended with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout);
}

async function idsOf({ userId }: MemberDevice): Promise<readonly string[]> {
  return ((await synapseDevices(operator).list(userId as UserId)) ?? []).map(({ id }) => id);
}

/** Synapse writes down every few seconds when devices were last seen; in between only its own memory knows. */
async function isInUse(next: MemberDevice, old: MemberDevice): Promise<void> {
  const lacks = () => lacksOf(server, operator, old);
  const patience = { timeout: 60_000, interval: 1_000, message: next.deviceId };
  await expect.poll(lacks, patience).not.toContain("others not in use");
}

async function tokenStatus({ fetch, accessToken }: MemberDevice): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${server.baseUrl}/_matrix/client/v3/account/whoami`, { headers })).status;
}
