import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import type { Person, Server } from "../../../../src/io/matrix/client.ts";
import { makePerson } from "../../../../src/io/matrix/people.ts";
import { type Accounts, synapseAccounts } from "../../../../src/io/synapse/accounts.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import type { StackRecord } from "../../stack/stack.ts";
import { operatorOf } from "../operator.ts";
import { type Isolation, type MemberDevice, newDevice } from "./device.ts";
import { fetchFile, sendFile } from "./files.ts";
import { reads, say } from "./messages.ts";
import { makeRoom } from "./rooms.ts";
import { backedUp, setUpRecovery } from "./setting-up.ts";

/** The server of a test, and who administers it. */
export interface Place {
  readonly server: Server;
  readonly accounts: Accounts;
  close(): void;
}

/** The place where the members of a test are. */
export async function placeAt(stack: StackRecord): Promise<Place> {
  const operator = await operatorOf(stack);
  const accounts = synapseAccounts(operator, `@chatkeep:${stack.serverName}` as UserId);
  return { server: stack, accounts, close: () => operator.close() };
}

/** A message or file that was sent, as it must read ever after. */
export type Sent = { readonly eventId: string; readonly by: "member" | "peer" } & (
  | { readonly text: string }
  | { readonly bytes: Buffer }
);

/** One member, what they have in hand, and who watches. What changes on the way is not readonly. */
export interface Scene {
  readonly place: Place;
  readonly isolation: Isolation;
  /** The member whom a page is for. */
  person: Person;
  /** The device in their hand; null while they have none. */
  hand: MemberDevice | null;
  /** The device before: an old one that lives, or one that is lost or stolen. */
  other: MemberDevice | null;
  /** A colleague, who has set up recovery. */
  readonly peer: MemberDevice;
  /** Someone who is invited, and who reads what is read once they have come. */
  newcomer: MemberDevice | null;
  /** The encrypted room of member and colleague. */
  room: string;
  /** What was sent before the part of a page that reads it. */
  past: readonly Sent[];
  /** The recovery key on the screen, which is gone once the screen is left. */
  shownKey: string | null;
  /** The recovery key as the member has stored it. */
  storedKey: string | null;
  /** A file of room keys, and its passphrase. */
  keyFile: { readonly text: string; readonly passphrase: string } | null;
  /** The folder with the member's exported history. */
  history: string | null;
  /** Every device of this scene, to be stopped at its end; the colleague's is there for others too. */
  readonly devices: MemberDevice[];
}

/** A colleague on a confirmed device, who has set up recovery. */
export async function newPeer(place: Place, isolation: Isolation): Promise<MemberDevice> {
  const peer = await newDevice(place.server, await newPerson(place, "pia"), isolation);
  await setUpRecovery(peer);
  return peer;
}

/** A member who has never signed in, and a colleague who has. */
export async function newScene(place: Place, peer: MemberDevice): Promise<Scene> {
  const person = await newPerson(place, "mia");
  const nothing = {
    hand: null,
    other: null,
    newcomer: null,
    shownKey: null,
    storedKey: null,
    keyFile: null,
    history: null,
  };
  return { place, isolation: peer.isolation, person, peer, room: "", past: [], ...nothing, devices: [] };
}

/** An account that no one has signed in to. */
export function newPerson({ accounts, server }: Place, name: string): Promise<Person> {
  return makePerson(accounts, server.serverName, name);
}

/** Stops every client of a scene, except the colleague's, and removes what was exported. */
export async function endScene({ devices, history }: Scene): Promise<void> {
  await Promise.all(devices.map((device) => device.stop()));
  if (history !== null) await rm(history, { recursive: true });
}

/** The device in the member's hand. */
export function inHand({ hand }: Scene): MemberDevice {
  if (hand === null) throw new Error("The member has no device in hand.");
  return hand;
}

/** The device before it. */
export function theOther({ other }: Scene): MemberDevice {
  if (other === null) throw new Error("The member has no other device.");
  return other;
}

/** The one who is invited. */
export function newcomerIn({ newcomer }: Scene): MemberDevice {
  if (newcomer === null) throw new Error("There is no newcomer.");
  return newcomer;
}

/** Takes another device in hand; the one before becomes the other. */
export function takeInHand(scene: Scene, device: MemberDevice): void {
  scene.devices.push(device);
  scene.other = scene.hand ?? scene.other;
  scene.hand = device;
}

/** The device in hand is gone with all that it held, and the server does not know. */
export async function loseDevice(scene: Scene): Promise<void> {
  await inHand(scene).stop();
  scene.other = scene.hand;
  scene.hand = null;
}

/** Makes the room of member and colleague, made by one of them. */
export async function meet(scene: Scene, by: "member" | "peer" = "member"): Promise<void> {
  const [hand, { peer }] = [inHand(scene), scene];
  scene.room = by === "member" ? await makeRoom(hand, [peer]) : await makeRoom(peer, [hand]);
}

/** Member and colleague write to each other, and the member sends a file. All of it is read on both sides, and in the member's backup. */
export async function exchange(scene: Scene): Promise<void> {
  const [hand, { peer, room }] = [inHand(scene), scene];
  const bytes = randomBytes(70_000);
  const [asked, answered] = [`question ${randomBytes(4).toString("hex")}`, `answer ${randomBytes(4).toString("hex")}`];
  const question: Sent = { eventId: await say(hand, room, asked), by: "member", text: asked };
  const answer: Sent = { eventId: await say(peer, room, answered), by: "peer", text: answered };
  const file: Sent = { eventId: await sendFile(hand, room, bytes), by: "member", bytes };
  scene.past = [question, answer, file];
  for (const sent of scene.past) await showsAsSent(peer, room, sent);
  for (const sent of scene.past) await showsAsSent(hand, room, sent);
  await backedUp(hand);
}

/** Waits until a device shows a message or file, and holds it against what was sent. */
export async function showsAsSent(device: MemberDevice, room: string, sent: Sent): Promise<void> {
  const isSame =
    "text" in sent
      ? (await reads(device, room, sent.eventId)) === sent.text
      : (await fetchFile(device, room, sent.eventId)).equals(sent.bytes);
  if (!isSame) throw new Error(`${device.userId} sees something else than what was sent as ${sent.eventId}.`);
}
