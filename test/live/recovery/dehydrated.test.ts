import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { Person } from "../../../src/io/matrix/client.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makeMember } from "../../support/members/people.ts";
import { furtherDevice, type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { reads, say, whyUnreadable } from "../../support/members/recovering/messages.ts";
import { recoverWithKey } from "../../support/members/recovering/recovering.ts";
import { makeRoom } from "../../support/members/recovering/rooms.ts";
import { seesDeviceGone } from "../../support/members/recovering/seen.ts";
import { setUpRecovery } from "../../support/members/recovering/setting-up.ts";

const stack = inject("keysStack");
let operator: SynapseOperator;

beforeAll(async () => {
  operator = await operatorOf(stack);
});
afterAll(() => operator?.close());

/** A member who has set up recovery on a first device. */
async function prepared(name: string): Promise<readonly [device: MemberDevice, recoveryKey: string]> {
  const person: Person = await makeMember(operator, stack.serverName, name);
  const device = await newDevice(stack, person, "on");
  return [device, await setUpRecovery(device)];
}

/** Leaves a dehydrated device on the server, or takes up the one that is there, with the key as the member types it. */
async function dehydrate({ crypto, prompt, sdk }: MemberDevice, recoveryKey: string): Promise<void> {
  prompt.askFor(sdk.secretStorage);
  prompt.type(recoveryKey);
  await crypto.startDehydration();
  prompt.forget();
}

it("a dehydrated device receives what is sent while its owner has no other device", async () => {
  const [ana, anasKey] = await prepared("ana");
  const [cleo, cleosKey] = await prepared("cleo");
  const [ben] = await prepared("ben");
  const known = await (await ben.fetch(`${stack.baseUrl}/.well-known/matrix/client`)).json();
  expect(known).toMatchObject({ "org.matrix.msc3814": true });
  await dehydrate(ana, anasKey);
  const room = await makeRoom(ben, [ana, cleo]);
  await reads(ana, room, await say(ben, room, "before"));
  for (const device of [ana, cleo]) {
    await device.sdk.logout(true);
    await seesDeviceGone(ben, device);
    await device.stop();
  }
  const meanwhile = await say(ben, room, "while they are away");
  const [anaAgain, cleoAgain] = [await furtherDevice(ana), await furtherDevice(cleo)];
  await recoverWithKey(anaAgain, anasKey);
  await dehydrate(anaAgain, anasKey);
  expect(await reads(anaAgain, room, meanwhile)).toBe("while they are away");
  await recoverWithKey(cleoAgain, cleosKey);
  expect(await whyUnreadable(cleoAgain, room, meanwhile)).not.toBeNull();
  await Promise.all([anaAgain, ben, cleoAgain].map((device) => device.stop()));
});
