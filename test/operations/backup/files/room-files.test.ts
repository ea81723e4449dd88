import { describe, expect, it } from "vitest";
import { roomFilesIn } from "../../../../src/operations/backup/files/room-files.ts";

const rowOf = (id: string, event: object) => [id, "!room", "{}", JSON.stringify(event), "3"];
const message = (content: object) => ({ type: "m.room.message", content });

describe("what a room's events say of files", () => {
  const { events, isEncrypted } = roomFilesIn(
    [
      rowOf("$picture", message({ url: "mxc://acme.test/one", info: { thumbnail_url: "mxc://acme.test/two" } })),
      rowOf("$edit", message({ body: "* mxc://acme.test/text", "m.new_content": { url: "mxc://acme.test/three" } })),
      rowOf("$avatar", { type: "m.room.avatar", state_key: "", content: { url: "mxc://acme.test/four" } }),
      rowOf("$other", message({ url: "mxc://other.test/five" })),
      rowOf("$gone", message({ url: "mxc://acme.test/six" })),
      rowOf("$redaction", { type: "m.room.redaction", redacts: "$gone", content: {} }),
      rowOf("$gone11", message({ url: "mxc://acme.test/seven" })),
      rowOf("$redaction11", { type: "m.room.redaction", content: { redacts: "$gone11" } }),
    ],
    "acme.test",
  );

  it("is which files of this server they name, and which event each", () => {
    expect(events).toEqual([
      { id: "$picture", files: ["one", "two"] },
      { id: "$edit", files: ["three"] },
      { id: "$avatar", files: ["four"] },
    ]);
  });

  it("is that the room is encrypted, where one of them says so", () => {
    expect(isEncrypted).toBe(false);
    const encryption = rowOf("$encryption", { type: "m.room.encryption", state_key: "", content: {} });
    expect(roomFilesIn([encryption], "acme.test").isEncrypted).toBe(true);
  });
});
