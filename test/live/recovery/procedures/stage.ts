import { confirmEachOther } from "../../../support/members/recovering/confirming.ts";
import { type MemberDevice, newDevice } from "../../../support/members/recovering/device.ts";
import { performers } from "../../../support/members/recovering/performers.ts";
import {
  endScene,
  exchange,
  inHand,
  meet,
  newPerson,
  newScene,
  type Place,
  type Scene,
} from "../../../support/members/recovering/scene.ts";
import { setUpRecovery } from "../../../support/members/recovering/setting-up.ts";
import { sample } from "../../../support/sample.ts";

/** What may become of a procedure beside what it says first. */
const outcomes = [
  ...["another key", "another person", "file of room keys"],
  ...["key that opens nothing", "newcomer who confirms late", "unlocked device"],
] as const;
const drawn = new Set(sample("further outcomes of procedures", outcomes, 2));

/** Whether this run has it. */
export function isDrawn(outcome: (typeof outcomes)[number]): boolean {
  return drawn.has(outcome);
}

/** Where procedures are performed, and who watches them all; this client decides how devices that no one signed are treated. */
export interface Stage {
  readonly isolation: MemberDevice["isolation"];
  readonly place: () => Place;
  readonly peer: () => MemberDevice;
}

/** What a test does in a scene. Its clients stop at the end, however it ends. */
export async function inScene(opening: Promise<Scene>, play: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await opening;
  await play(scene).finally(() => endScene(scene));
}

/** A member who has never signed in, and a colleague. */
export function arriving({ place, peer }: Stage): Promise<Scene> {
  return newScene(place(), peer());
}

/** A member after their first day: recovery is set up and the key stored. They share a room with the colleague, where nothing was said yet. */
export async function settled(stage: Stage, { host }: { readonly host: "member" | "peer" }): Promise<Scene> {
  const scene = await arriving(stage);
  await performers["sign in on the first device"](scene);
  await performers["set up recovery"](scene);
  await performers["store the recovery key"](scene);
  await meet(scene, host);
  return scene;
}

/** The same, after they have written to each other and a file was sent. */
export async function atWork(stage: Stage, host: "member" | "peer" = "member"): Promise<Scene> {
  const scene = await settled(stage, { host });
  await exchange(scene);
  return scene;
}

/**
 * The same, and member and colleague have compared emojis. The member began: a new device takes a request of the last ten minutes
 * for one that goes on, and would refuse another one from the same colleague.
 */
export async function verified(stage: Stage): Promise<Scene> {
  const scene = await atWork(stage);
  await confirmEachOther(inHand(scene), scene.peer, scene.room);
  return scene;
}

/** Someone who is not in the room, on a device that is confirmed, or is not yet. */
export async function withNewcomer(scene: Scene, { isConfirmed } = { isConfirmed: true }): Promise<void> {
  const newcomer = await newDevice(scene.place.server, await newPerson(scene.place, "noa"), scene.isolation);
  scene.devices.push(newcomer);
  if (isConfirmed) await setUpRecovery(newcomer);
  scene.newcomer = newcomer;
}
