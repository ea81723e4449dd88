import { describe, expect, it } from "vitest";
import { pendingFrom, pendingLines } from "../../../../src/operations/backup/restore/pending.ts";

const printed = [
  {
    tasks: [
      { action: "shutdown_and_purge_room", of: "!old:team.test" },
      { action: "delete_device_messages", of: "" },
    ],
  },
  { overdue: 2 },
  { schema: 94 },
];

describe("what Synapse was still to do when an archive was made", () => {
  it("continues where the machine was lost, but for messages whose time is over", () => {
    expect(pendingLines(pendingFrom(printed), false)).toEqual([
      "Synapse continues the deletions that were under way at the time of the archive: shutdown_and_purge_room !old:team.test.",
      "2 delayed messages are not sent, because their time is over.",
    ]);
  });

  it("loses its deletions in place: they may be the mistake itself", () => {
    expect(pendingLines(pendingFrom(printed), true).slice(0, 1)).toEqual([
      "Deletions that were under way at the time of the archive are dropped: shutdown_and_purge_room !old:team.test.",
    ]);
  });

  it("is nothing for most archives, and for those of earlier versions", () => {
    expect(pendingLines(pendingFrom([{ schema: 80 }]), true)).toEqual([]);
  });
});
