import { describe, expect, it } from "vitest";
import { drillMemory, refuseWithoutRoom, roomNeeded } from "../../../../src/operations/backup/drill/room.ts";
import { smallManifest } from "../../../support/backup/manifest.ts";

const gibibyte = 2 ** 30;
const needed = { memoryBytes: gibibyte, diskBytes: 10 * gibibyte };

describe("the room for a drill", () => {
  it("is refused where the running server would be left with too little of one or the other", () => {
    const enough = { memoryBytes: 1.25 * gibibyte, diskBytes: 12 * gibibyte };
    expect(() => refuseWithoutRoom(needed, enough)).not.toThrow();
    expect(() => refuseWithoutRoom(needed, { ...enough, memoryBytes: gibibyte })).toThrow(/1024 MiB of memory/);
    expect(() => refuseWithoutRoom(needed, { ...enough, diskBytes: 11 * gibibyte })).toThrow(/10240 MiB of disk/);
  });

  it("counts the loaded database as several times its dump, and the media once", () => {
    const large = { ...smallManifest, database: { ...smallManifest.database, dumpBytes: gibibyte } };
    const all = roomNeeded({ ...large, media: { ...large.media, bytes: gibibyte } }, 1_024);
    expect(all).toEqual({ memoryBytes: gibibyte, diskBytes: 4.5 * gibibyte });
  });

  it("is a share of its own, never more than the server's", () => {
    expect([drillMemory(16 * gibibyte), drillMemory(0.75 * gibibyte)]).toEqual([1_024, 768]);
  });
});
