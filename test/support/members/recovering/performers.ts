import { randomBytes } from "node:crypto";
import { EventType, HistoryVisibility } from "matrix-js-sdk";
import { decodeRecoveryKey } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { UserId } from "../../../../src/kinds/names.ts";
import type { Action } from "../../../../src/render/recovery/procedures/procedure.ts";
import { confirmEachOther, confirmWithDevice } from "./confirming.ts";
import { newDevice } from "./device.ts";
import { exportHistory } from "./history.ts";
import { exportKeys, importKeys } from "./key-file.ts";
import { reads, say, sessionOf, shieldOf } from "./messages.ts";
import { recoverWithKey } from "./recovering.ts";
import { acceptInvitation, seesOutside } from "./rooms.ts";
import { exchange, inHand, newcomerIn, type Scene, showsAsSent, takeInHand, theOther } from "./scene.ts";
import { seesDeviceGone, seesDeviceSigned } from "./seen.ts";
import { changeRecoveryKey, makeIdentity, passwordAnswer, resetIdentity, setUpRecovery } from "./setting-up.ts";
import { couldOpen, statusOfEvent, statusOfSession } from "./unreadable.ts";

/** Does with a real client what a step of a page tells a member to do, and fails where it does not come out as the page says. */
export type Performer = (scene: Scene) => Promise<void>;

/** One for each action that steps may name: a new action has no performer until it is written here, and does not compile. */
export const performers: Readonly<Record<Action, Performer>> = {
  "sign in on the first device": async (scene) => {
    await signIn(scene);
    await makeIdentity(inHand(scene));
  },
  "sign in on another device": signIn,
  "set up recovery": async (scene) => {
    scene.shownKey = await setUpRecovery(inHand(scene));
  },
  "store the recovery key": async (scene) => {
    scene.storedKey = shownKey(scene);
    scene.shownKey = null;
  },
  "check the recovery key": async (scene) => {
    expectThat(await opensStorage(scene, storedKey(scene)), "the stored key opens the member's secret storage");
  },
  "confirm with the recovery key": async (scene) => {
    await recoverWithKey(inHand(scene), storedKey(scene));
    await seesDeviceSigned(scene.peer, inHand(scene));
  },
  "confirm with another device": async (scene) => {
    await confirmWithDevice(inHand(scene), theOther(scene));
    await seesDeviceSigned(scene.peer, inHand(scene));
  },
  "read older messages": async (scene) => {
    const reader = scene.newcomer ?? inHand(scene);
    expectThat(scene.past.length > 0, "there are older messages");
    for (const sent of scene.past) await showsAsSent(reader, scene.room, sent);
  },
  "find older messages closed": async (scene) => {
    const [newcomer, { past, room, peer }] = [newcomerIn(scene), scene];
    for (const { eventId } of past) {
      expectThat((await statusOfEvent(newcomer, room, eventId)) === 404, "the server keeps older messages to itself");
      expectThat(!(await couldOpen(newcomer, peer, room, eventId)), "the newcomer has no key of older messages");
    }
  },
  "be seen as confirmed": async (scene) => {
    const [hand, { peer, room }] = [inHand(scene), scene];
    await seesDeviceSigned(peer, hand);
    const said = await say(hand, room, "from my new device");
    expectThat((await reads(peer, room, said)) === "from my new device", "the colleague reads it");
    expectThat((await shieldOf(peer, room, said)) === null, "the colleague sees no warning beside it");
    const answer = await say(peer, room, "I see");
    expectThat((await reads(hand, room, answer)) === "I see", "the member reads the answer");
  },
  "compare emojis with a colleague": (scene) => confirmEachOther(scene.peer, inHand(scene), scene.room),
  "change the recovery key": async (scene) => {
    const before = scene.storedKey;
    scene.storedKey = await changeRecoveryKey(inHand(scene));
    scene.shownKey = scene.storedKey;
    if (before !== null) expectThat(!(await opensStorage(scene, before)), "the earlier key opens nothing any more");
  },
  "reset the digital identity": async (scene) => {
    await resetIdentity(inHand(scene), passwordAnswer(scene.person));
    scene.storedKey = null;
  },
  "remove the other device": async (scene) => {
    await inHand(scene).sdk.deleteDevice(theOther(scene).deviceId, passwordAnswer(scene.person));
    await seesDeviceGone(scene.peer, theOther(scene));
  },
  "remove this device": async (scene) => {
    await inHand(scene).sdk.logout(true);
    await seesDeviceGone(scene.peer, inHand(scene));
    [scene.hand, scene.other] = [scene.other, scene.hand];
  },
  "change the password": async (scene) => {
    const password = randomBytes(12).toString("base64url");
    await inHand(scene).sdk.setPassword(passwordAnswer(scene.person), password, false);
    scene.person = { ...scene.person, password };
    expectThat((await statusOfSession(inHand(scene))) === 200, "the device in hand stays signed in");
  },
  "export room keys": async (scene) => {
    const passphrase = randomBytes(12).toString("base64url");
    scene.keyFile = { text: await exportKeys(inHand(scene), passphrase), passphrase };
  },
  "import room keys": async (scene) => {
    if (scene.keyFile === null) throw new Error("There is no file of room keys.");
    await importKeys(inHand(scene), scene.keyFile.text, scene.keyFile.passphrase);
  },
  "export the history": async (scene) => {
    scene.history = await exportHistory(scene, storedKey(scene));
  },
  "lock the account": async (scene) => {
    await scene.place.accounts.setLocked(scene.person.userId as UserId, true);
    expectThat((await statusOfSession(inHand(scene))) === 401, "no session of the member is let in");
  },
  "remove from the room": async ({ peer, room, person }) => {
    await peer.sdk.kick(room, person.userId);
    await seesOutside(peer, room, person.userId);
  },
  "send a message": async (scene) => {
    const { peer, room, past } = scene;
    const last = past.findLast(({ by }) => by === "peer")?.eventId ?? "";
    const eventId = await say(peer, room, "only for those who stay");
    expectThat(
      (await sessionOf(peer, room, eventId)) !== (await sessionOf(peer, room, last)),
      "it has a key of its own",
    );
    expectThat(!(await couldOpen(inHand(scene), peer, room, eventId)), "the member who left cannot read it");
  },
  "open history to newcomers": (scene) => setHistory(scene, HistoryVisibility.Shared),
  "close history to newcomers": (scene) => setHistory(scene, HistoryVisibility.Invited),
  "invite the newcomer": async (scene) => {
    await inHand(scene).sdk.invite(scene.room, newcomerIn(scene).userId);
  },
  "join as the newcomer": async (scene) => {
    const [newcomer, { room, peer }] = [newcomerIn(scene), scene];
    await acceptInvitation(newcomer, room);
    const said = await say(peer, room, "welcome");
    expectThat((await reads(newcomer, room, said)) === "welcome", "the newcomer reads what is new");
  },
};

/** Signs in on one more device. */
async function signIn(scene: Scene): Promise<void> {
  takeInHand(scene, await newDevice(scene.place.server, scene.person, scene.isolation));
}

/** Whether a typed key fits the check value of the account's secret storage, as clients find out before they use it. */
async function opensStorage(scene: Scene, typed: string): Promise<boolean> {
  const { secretStorage } = inHand(scene).sdk;
  const stored = await secretStorage.getKey();
  if (stored === null) throw new Error(`${scene.person.userId} has no secret storage.`);
  return await secretStorage.checkKey(decodeRecoveryKey(typed), stored[1]);
}

/** Before the first message, as the page says; then people write. */
async function setHistory(scene: Scene, visibility: HistoryVisibility): Promise<void> {
  const content = { history_visibility: visibility };
  await inHand(scene).sdk.sendStateEvent(scene.room, EventType.RoomHistoryVisibility, content);
  await exchange(scene);
}

function shownKey({ shownKey }: Scene): string {
  if (shownKey === null) throw new Error("No recovery key is on the screen.");
  return shownKey;
}

function storedKey({ storedKey }: Scene): string {
  if (storedKey === null) throw new Error("The member has stored no recovery key.");
  return storedKey;
}

function expectThat(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`It is not so that ${what}.`);
}
