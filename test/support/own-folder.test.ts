import { expect, it } from "vitest";
import { mountsIn } from "./own-folder.ts";

const list = [
  "/dev/vda / ext4 rw 0 0",
  "chatkeep-test /tmp/chatkeep-backups-1-a tmpfs rw 0 0",
  "chatkeep-test /tmp/chatkeep-backups-1-a/inner tmpfs rw 0 0",
  "chatkeep-test /tmp/chatkeep-backups-1-abc tmpfs rw 0 0",
  "",
].join("\n");

it("what a killed run left mounted is found on the folder itself and below it, the last one first", () => {
  expect(mountsIn(list, "/tmp/chatkeep-backups-1-a")).toEqual([
    "/tmp/chatkeep-backups-1-a/inner",
    "/tmp/chatkeep-backups-1-a",
  ]);
});

it("nothing else is", () => {
  expect(mountsIn(list, "/tmp/chatkeep-backups-1")).toEqual([]);
});
