import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { messageIn, type SignedIn, signIn, startPrivateRoom } from "../../../src/io/matrix/client.ts";
import { download, upload } from "../../support/members/media.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { type Front, startNginx } from "../../support/proxy/nginx.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";

let stack: StackRecord;
let front: Front;
let ana: SignedIn;
let ben: SignedIn;

beforeAll(async () => {
  const [settings, publicPort, https] = [await testSettings(), await freePort(), await freePort()];
  const ports = { https, http: "off" } as const;
  stack = await bootStack({ ...settings, ports, publicPort, trustedProxies: ["host"] });
  front = await startNginx(publicPort, https);
  const operator = await operatorOf(stack);
  const people = await makePeople(operator, stack.serverName, ["ana", "ben"]);
  operator.close();
  const server = { ...stack, authorityFile: front.authorityFile };
  const [one, other] = await Promise.all(people.map((person) => signIn(server, person)));
  if (one === undefined || other === undefined) throw new Error("Two people were to sign in.");
  [ana, ben] = [one, other];
});

afterAll(async () => {
  await Promise.all([ana?.stop(), ben?.stop()]);
  await front?.stop();
  if (stack !== undefined) await removeStack(stack);
});

describe("behind Debian's nginx, set up as docs/domain.md says", () => {
  it("the server is where nginx is, and says so", async () => {
    const answer = await ana.fetch(`${stack.baseUrl}/.well-known/matrix/client`);
    expect(await answer.json()).toMatchObject({ "m.homeserver": { base_url: stack.baseUrl } });
  });

  it("members talk in an encrypted room", async () => {
    const room = await startPrivateRoom(ana, ben);
    const { event_id: event } = await ana.sdk.sendTextMessage(room, "through two servers");
    expect(await messageIn(ben, room, event)).toBe("through two servers");
  });

  it("a large file arrives byte for byte", async () => {
    const media = await upload(ana, 20_000_000);
    expect(await download(ben, media)).toBe(media.digest);
  });

  it("Synapse knows members by the address that nginx saw, whatever they say themselves", async () => {
    const lie = { authorization: `Bearer ${ana.accessToken}`, "x-forwarded-for": "203.0.113.9" };
    await ana.fetch(`${stack.baseUrl}/_matrix/client/v3/account/whoami`, { headers: lie });
    const seen = async () => (await ana.sdk.getDevices()).devices.map(({ last_seen_ip }) => last_seen_ip);
    await untilTrue("address of a device", async () => (await seen()).every((address) => address !== undefined));
    expect(await seen()).toEqual(["127.0.0.1"]);
  });
});
