import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Newcomer, register } from "../../support/members/newcomers.ts";
import { movingGif, movingPng, movingWebp, type Picture, png } from "../../support/members/pictures.ts";
import { sample } from "../../support/sample.ts";
import { inspectService } from "../../support/stack/engine.ts";
import type { Scene } from "./team.test.ts";

const pictures: readonly { readonly what: string; readonly make: () => Picture }[] = [
  { what: "still ones that are as large as thumbnails are made of", make: () => png(3_600, 3_600) },
  { what: "still ones that are larger", make: () => png(5_650, 5_650) },
  { what: "one pixel high", make: () => png(100_000, 1) },
  { what: "GIF of 1,000 frames", make: () => movingGif(1_000, 800, 600) },
  { what: "WebP of 1,000 frames", make: () => movingWebp(1_000, 800, 600) },
  { what: "PNG of 1,000 frames", make: () => movingPng(1_000, 800, 600) },
];

/** What pictures do to a server that makes thumbnails of them. */
export function pictureTests(sceneOf: () => Scene): void {
  describe("pictures that take much memory to make smaller, four at once", () => {
    let sender: Newcomer;
    let room: string;

    beforeAll(async () => {
      sender = await register(sceneOf().office, "painter", sceneOf().token);
      const made = await sender.ask("POST", "v3/createRoom", { preset: "private_chat" });
      room = encodeURIComponent(String(made.body.room_id));
    });

    it.each(sample("pictures", pictures, 1))(
      "leave Synapse running, and the members beside them answered: $what",
      async ({ make }) => {
        const before = (await inspectService(sceneOf().stack, "synapse")).State.StartedAt;
        const { type, bytes } = make();
        const uploads = Promise.all(
          Array.from({ length: 4 }, () => send("_matrix/media/v3/upload", { type, body: new Uint8Array(bytes) })),
        );
        const path = `v3/rooms/${room}/send/m.room.message/${randomUUID()}`;
        expect(await sender.ask("PUT", path, { msgtype: "m.text", body: "beside them" })).toMatchObject({
          status: 200,
        });
        expect(await uploads).toEqual([200, 200, 200, 200]);
        const { State, RestartCount } = await inspectService(sceneOf().stack, "synapse");
        expect([State.StartedAt, State.OOMKilled, RestartCount]).toEqual([before, false, 0]);
      },
      300_000,
    );

    async function send(
      path: string,
      { type, body }: { readonly type: string; readonly body: Uint8Array<ArrayBuffer> },
    ) {
      const headers = { authorization: `Bearer ${sender.accessToken}`, "content-type": type };
      const { office } = sceneOf();
      const answer = await office.fetch(`${office.baseUrl}/${path}`, { method: "POST", headers, body });
      await answer.arrayBuffer();
      return answer.status;
    }
  });
}
