import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { procedures } from "../../../../src/render/recovery/procedures/all.ts";
import { type Isolation, isolations, type MemberDevice } from "../../../support/members/recovering/device.ts";
import { newPeer, type Place, placeAt } from "../../../support/members/recovering/scene.ts";
import { isSoak, sample } from "../../../support/sample.ts";
import { firstDayTests } from "./first-day.ts";
import { isolationTests } from "./isolation.ts";
import { keepHistoryTests } from "./keep-history.ts";
import { lostDeviceTests } from "./lost-device.ts";
import { lostEverythingTests } from "./lost-everything.ts";
import { lostKeyTests } from "./lost-key.ts";
import { newDeviceTests } from "./new-device.ts";
import { newcomersReadTests } from "./newcomers-read-history.ts";
import { newcomersStartFreshTests } from "./newcomers-start-fresh.ts";
import { proveKeyTests } from "./prove-key.ts";
import { roomKeysFileTests } from "./room-keys-file.ts";
import { someoneLeavesTests } from "./someone-leaves.ts";
import type { Stage } from "./stage.ts";
import { stolenDeviceTests } from "./stolen-device.ts";

const scenery = { place: null as Place | null, peers: new Map<Isolation, MemberDevice>() };

beforeAll(async () => {
  const place = await placeAt(inject("keysStack"));
  scenery.place = place;
  for (const isolation of isolations) scenery.peers.set(isolation, await newPeer(place, isolation));
});

afterAll(async () => {
  for (const peer of scenery.peers.values()) await peer.stop();
  scenery.place?.close();
});

/** By the id of its document, what performs it. */
const tests: Readonly<Record<string, (stage: Stage) => void>> = {
  "first-day": firstDayTests,
  "prove-key": proveKeyTests,
  "new-device": newDeviceTests,
  "lost-device": lostDeviceTests,
  "lost-key": lostKeyTests,
  "lost-everything": lostEverythingTests,
  "stolen-device": stolenDeviceTests,
  "someone-leaves": someoneLeavesTests,
  "room-keys-file": roomKeysFileTests,
  "keep-history": keepHistoryTests,
  "newcomers-read-history": newcomersReadTests,
  "newcomers-start-fresh": newcomersStartFreshTests,
};

/** What keeps members from being locked out, which is in every run, and some of the rest. */
const first = ["first-day", "new-device", "lost-device", "lost-key", "lost-everything"];
const others = Object.keys(tests).filter((id) => !first.includes(id));
const ids = [...first, ...sample("further procedures", others, 4)];

it("every procedure that members are told is performed here, and no other", () => {
  expect(Object.keys(tests)).toEqual(procedures.map(({ id }) => id));
  expect(Object.keys(tests)).toEqual(expect.arrayContaining(first));
});

/** What is performed with isolation on and what with it off: half and half, and in a soak everything both ways. */
const withIsolation = sample("procedures with device isolation on", ids, Math.ceil(ids.length / 2));
const performed: Readonly<Record<Isolation, readonly string[]>> = {
  on: withIsolation,
  off: isSoak ? ids : ids.filter((id) => !withIsolation.includes(id)),
};

// Each has members of its own and mostly waits for the server, so several go on at once.
describe.concurrent.each(isolations)("with device isolation %s", (isolation) => {
  const stage: Stage = {
    isolation,
    place: () => there(scenery.place),
    peer: () => there(scenery.peers.get(isolation)),
  };
  isolationTests(stage);
  const isPerformed = ([id]: readonly [string, unknown]) => performed[isolation].includes(id);
  for (const [id, test] of Object.entries(tests).filter(isPerformed)) describe(id, () => test(stage));
});

function there<Made>(made: Made | null | undefined): Made {
  if (made === null || made === undefined) throw new Error("The server is not there yet.");
  return made;
}
