import { bootStack, type RunningStack } from "chatkeep/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const patience = 300_000; // booting takes about ten seconds, and longer the first time

let stack: RunningStack;

beforeAll(async () => {
  stack = await bootStack({ settings: { serverName: "team.test", tls: "internal", uploadSize: "5 MiB" } });
}, patience);
afterAll(() => stack?.remove(), patience);

describe("our server", { timeout: patience }, () => {
  it("lets members sign in, and encrypts what they say", async () => {
    const ana = await stack.signIn(await stack.createPerson("ana"));
    const { room_id: room } = await ana.sdk.createRoom({ name: "Plans" });
    const state = await ana.sdk.getStateEvent(room, "m.room.encryption", "");
    expect(state).toMatchObject({ algorithm: "m.megolm.v1.aes-sha2" });
    await ana.stop();
  });

  it("takes no file above five mebibytes", async () => {
    const ana = await stack.signIn(await stack.createPerson("ana"));
    const answer = await ana.fetch(`${stack.baseUrl}/_matrix/media/v3/config`, {
      headers: { authorization: `Bearer ${ana.accessToken}` },
    });
    expect(await answer.json()).toMatchObject({ "m.upload.size": 5 * 2 ** 20 });
    await ana.stop();
  });

  it("passes every check of `npx chatkeep try`", async () => {
    const failed = (await stack.check()).filter(({ outcome }) => outcome !== "passed");
    expect(failed).toEqual([]);
  });
});
