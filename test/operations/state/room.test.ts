import { describe, expect, it } from "vitest";
import { refuseWithoutRoom } from "../../../src/operations/state/room.ts";

const roomy = { folder: "/state", freeBytes: 10 ** 9, freeFiles: 10 ** 6 };

describe("the room that a change needs", () => {
  it("is enough on a usual disk, and where files are not counted", () => {
    expect(() => refuseWithoutRoom([roomy, { ...roomy, freeFiles: null }])).not.toThrow();
  });

  it("is looked for in bytes and in files, in every folder", () => {
    expect(() => refuseWithoutRoom([roomy, { ...roomy, folder: "/full", freeBytes: 2 ** 20 }])).toThrow(
      "1.0 MiB are free in /full, but a change may need 16 MiB",
    );
    expect(() => refuseWithoutRoom([roomy, { ...roomy, folder: "/full", freeFiles: 3 }])).toThrow(
      "only 3 more files can be created in /full, but a change may need 200",
    );
  });
});
