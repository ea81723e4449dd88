import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventsIn, exportSucceeds, rawLinesIn } from "../../../support/members/exporting.ts";
import { type MemberDevice, newDevice } from "../../../support/members/recovering/device.ts";
import { sendFile } from "../../../support/members/recovering/files.ts";
import { reads, say } from "../../../support/members/recovering/messages.ts";
import { recoverWithKey } from "../../../support/members/recovering/recovering.ts";
import { makeRoom } from "../../../support/members/recovering/rooms.ts";
import { backedUp, resetIdentity, setUpRecovery } from "../../../support/members/recovering/setting-up.ts";
import { makeFolder } from "../../../support/own-folder.ts";
import { converse, sendUnreadable } from "./conversation.ts";
import { type Company, gatherCompany, type Member, runOf } from "./members.ts";
import { asExported, asShown, shownBy } from "./shown.ts";

const stack = inject("keysStack");
let company: Company;

beforeAll(async () => {
  company = await gatherCompany();
});

afterAll(() => company.end());

describe("the history of a room with all that rooms hold, before and after its member reset their identity", () => {
  const file = randomBytes(150_000);
  const shared = {} as { member: Member; fresh: MemberDevice; peer: MemberDevice; room: string; folder: string };

  beforeAll(async () => {
    const before = await company.newMember("ada");
    const peer = await company.newPeer();
    const room = await makeRoom(before.device, [peer]);
    await converse(before.device, peer, room);
    await backedUp(before.device);
    await resetIdentity(before.device);
    const key = await setUpRecovery(before.device);
    await peer.crypto.getUserDeviceInfo([before.device.userId], true);
    await peer.crypto.pinCurrentUserIdentity(before.device.userId);
    await converse(before.device, peer, room);
    await sendFile(before.device, room, file);
    await sendUnreadable(before.device, room);
    await backedUp(before.device);
    const fresh = company.keep(await newDevice(stack, before.device.person, "on"));
    await recoverWithKey(fresh, key);
    Object.assign(shared, {
      member: { device: before.device, key },
      fresh,
      peer,
      room,
      folder: await makeFolder("history"),
    });
  });

  it("is exported as a client that recovered with the same key shows it, event by event", async () => {
    const { member, fresh, room, folder } = shared;
    const { counts, added } = await exportSucceeds(runOf(member), ["export", "--folder", folder]);
    const events = eventsIn(folder, room);
    expect(events.map(asExported)).toEqual((await shownBy(fresh, room)).map(asShown));
    expect(counts).toMatchObject({ events: events.length, unreadable: 1, files: 1, filesMissing: 0 });
    expect(added).toBe(events.length);
    expect(events.filter(({ removed }) => removed !== undefined).length).toBe(4);
    expect(events.flatMap(({ edits }) => edits?.length ?? [])).toEqual([2, 2]);
    expect(events.flatMap(({ reactions }) => reactions ?? [])).toHaveLength(2);
    expect(events.find(({ reactions }) => reactions !== undefined)?.reactions).toMatchObject([{ key: "👍" }]);
  });

  it("has the bytes of its file, and one page without a script", async () => {
    const { folder, room } = shared;
    const media = eventsIn(folder, room).find((event) => event.media !== undefined)?.media;
    const [path] = [...rawLinesIn(folder).keys()];
    const saved = await readFile(
      join(folder, path ?? "", "..", media !== undefined && "file" in media ? media.file : ""),
    );
    expect(digest(saved)).toBe(digest(file));
    const page = readFileSync(join(folder, "history.html"), "utf8");
    expect(page).toContain("second &lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1|localhost)/);
  });

  it("grows by what is new in a second run, and what was there stays byte for byte", async () => {
    const { member, peer, room, folder } = shared;
    const [before = []] = [...rawLinesIn(folder).values()];
    await say(peer, room, "later");
    const later = await say(member.device, room, "later still");
    await reads(member.device, room, later);
    await backedUp(member.device);
    const { added } = await exportSucceeds(runOf(member), ["export", "--folder", folder]);
    const [after = []] = [...rawLinesIn(folder).values()];
    expect(added).toBe(2);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).map((line) => JSON.parse(line).content.body)).toEqual(["later", "later still"]);
    expect((await exportSucceeds(runOf(member), ["export", "--folder", folder])).added).toBe(0);
  });
});

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
