import { randomBytes } from "node:crypto";
import { Preset } from "matrix-js-sdk";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { until, untilTrue } from "../../../src/io/machine/until.ts";
import { messageIn, type SignedIn, startPrivateRoom } from "../../../src/io/matrix/client.ts";
import { acmeAccounts } from "../../../src/io/probes/acme-accounts.ts";
import { stackEngine } from "../../../src/io/stack-engine.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { searchStack } from "../../support/leaks/secrets.ts";
import { download, upload } from "../../support/members/media.ts";
import { isSoak, sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { engineOf, inspectService } from "../../support/stack/engine.ts";
import { pulumiSucceeds } from "../../support/stack/pulumi.ts";
import { changeSetting } from "../../support/stack/stack-file.ts";
import { ask, certificateOf } from "../../support/world/observations.ts";
import { bootScene, type Scene } from "../../support/world/scene.ts";
import { callsTests, lastCallsTests } from "./calls.ts";
import { closedTests } from "./closed.ts";
import { guestTests } from "./guests.ts";
import { checkTests } from "./observed.ts";
import { serviceRecordTests } from "./service-record.ts";
import { signingKeyTests } from "./signing-key.ts";

const text = `the plans, page ${randomBytes(4).toString("hex")}`;

let scene: Scene;
let ana: SignedIn;
let ben: SignedIn;
let cleo: SignedIn;

beforeAll(async () => {
  scene = await bootScene(inject("sources"));
  ({ ana, ben, cleo } = scene.people);
});
afterAll(() => scene?.remove());

describe("a client that knows no more than the server name", () => {
  it("finds a server whose host is its name", () => {
    expect(ana.sdk.getHomeserverUrl()).toBe("https://amber.test");
  });

  it("finds one that delegates its own name, where nothing else of it is served", async () => {
    expect(ben.sdk.getHomeserverUrl()).toBe("https://chat.birch.test");
    const front = await ask(scene.world, "https://birch.test/");
    expect(front).toMatchObject({ status: 302, location: "https://chat.birch.test/" });
    for (const path of ["/_matrix/federation/v1/version", "/_matrix/client/versions", "/other"])
      expect(await ask(scene.world, `https://birch.test${path}`)).toMatchObject({ status: 404 });
  });

  it("finds one whose name is a website that serves what chatkeep printed", () => {
    expect(cleo.sdk.getHomeserverUrl()).toBe("https://chat.cedar.test");
  });

  it.each(["amber.test", "birch.test", "chat.birch.test", "cedar.test", "chat.cedar.test"])(
    "may be a page in a browser: %s",
    async (name) => {
      for (const document of ["client", "server"]) {
        const answer = await ask(scene.world, `https://${name}/.well-known/matrix/${document}`);
        expect(answer).toMatchObject({ status: 200, type: "application/json", allowed: "*" });
      }
    },
  );
});

describe("a certificate", () => {
  it.each(["amber.test", "birch.test", "chat.birch.test", "dune.test"])(
    "of the ACME authority is at %s",
    async (name) => {
      expect((await certificateOf(scene.world, name)).issuer).toContain("Pebble");
    },
  );

  it("of the ACME authority was given to an account, which can be told", async () => {
    const { birch } = scene.stacks;
    const accounts = await acmeAccounts(stackEngine(engineOf(birch), birch.name), nameOf(birch.name, "proxy"));
    expect(accounts).toEqual([expect.stringMatching(/^https:\/\/secure\.world\.test:14000\/my-account\//)]);
  });

  it("of one's own is where it was given", async () => {
    expect((await certificateOf(scene.world, "chat.cedar.test")).issuer).toContain("World");
  });

  it("by a DNS record needs a token, which stands in its file and nowhere else", async () => {
    const { dune } = scene.stacks;
    const secret = { name: "cloudflareToken", value: new Secret(scene.world.dns.token) };
    const { leaks, exposed, places } = await searchStack(dune, [secret]);
    expect(leaks).toEqual([]);
    expect(exposed).toEqual([]);
    expect(places).toBeGreaterThan(100);
  });
});

describe("servers that list each other", () => {
  it("talk end to end encrypted", async () => {
    const room = await startPrivateRoom(ana, ben);
    const { event_id: there } = await ana.sdk.sendTextMessage(room, text);
    expect(await messageIn(ben, room, there)).toBe(text);
    const { event_id: back } = await ben.sdk.sendTextMessage(room, `${text}, read`);
    expect(await messageIn(ana, room, back)).toBe(`${text}, read`);
    const stored = await ben.sdk.fetchRoomEvent(room, there);
    expect(stored).toMatchObject({ type: "m.room.encrypted" });
    expect(JSON.stringify(stored)).not.toContain(text);
  });
});

describe("a server that is not listed", () => {
  let hall: string;

  beforeAll(async () => {
    hall = (await ana.sdk.createRoom({ preset: Preset.PublicChat })).room_id;
  });

  it("joins no room that a listed one joins", async () => {
    await ben.sdk.joinRoom(hall, { viaServers: ["amber.test"] });
    expect(await refusalOf(cleo.sdk.joinRoom(hall, { viaServers: ["amber.test"] }))).not.toBeNull();
    const { joined } = await ana.sdk.getJoinedRoomMembers(hall);
    expect(Object.keys(joined).sort()).toEqual([ana.userId, ben.userId].sort());
  });

  it("invites no one, and no one of it is invited", async () => {
    const { room_id: own } = await cleo.sdk.createRoom({ preset: Preset.PrivateChat });
    expect(await refusalOf(cleo.sdk.invite(own, ana.userId))).not.toBeNull();
    expect(await refusalOf(ana.sdk.invite(hall, cleo.userId))).not.toBeNull();
    expect(ana.sdk.getRoom(own)).toBeNull();
    expect(cleo.sdk.getRoom(hall)).toBeNull();
  });

  it("gets no file that a listed one gets", async () => {
    const file = await upload(ana, 100_000);
    expect(await download(ben, file)).toBe(file.digest);
    await expect(download(cleo, file)).rejects.toThrow(/was answered with 4|was answered with 5/);
  });
});

const stories = [guestTests, signingKeyTests, anotherServerName, anotherProxy];
for (const tests of sample("stories of a server among others", stories, 2)) tests(() => scene);

closedTests(() => scene);
callsTests(() => scene);
checkTests(() => scene);
if (isSoak) serviceRecordTests(() => scene);

describe("a certificate that nears its end", () => {
  it("is renewed by the ACME authority, and a request that waits meanwhile is answered at last", async () => {
    const { watch, poll, people } = scene;
    const patience = { seconds: 300, everyMilliseconds: 1_000 };
    await untilTrue("renewed certificate", () => watch.served.length > 1, patience);
    expect(poll.outcome()).toBeNull();
    const { room_id } = await people.dan.sdk.createRoom({ invite: [people.dot.userId] });
    expect(await until("answer to the request that waited", poll.outcome)).toMatch(/^200 /);
    expect(poll.outcome()).toContain(room_id);
    const [before, after] = watch.served;
    const time = (date?: Date) => date?.toISOString().slice(11, 19);
    console.log(
      `A certificate of ${time(before?.start)} to ${time(before?.end)} was followed by one of ${time(after?.start)}.`,
    );
    expect(after?.start.getTime()).toBeLessThan(before?.end.getTime() ?? 0);
    expect(watch.bad).toEqual([]);
  });

  it("is followed by the new one where calls are served, too", async () => {
    const served = async () => (await certificateOf(scene.world, "dune.test", 5349)).serial;
    const wanted = await certificateOf(scene.world, "dune.test");
    await untilTrue("new certificate for calls", async () => (await served()) === wanted.serial);
  });
});

lastCallsTests(() => scene);

function anotherProxy(): void {
  describe("a certificate whose proxy is replaced", () => {
    it("is the same afterwards", async () => {
      const { birch } = scene.stacks;
      const [before, { Id: old }] = [await served(), await inspectService(birch, "proxy")];
      await changeSetting(birch.name, "ports", { https: 443, http: "off" });
      await chatkeepSucceeds(birch, ["up", "--yes"]);
      expect((await inspectService(birch, "proxy")).Id).not.toBe(old);
      expect(await served()).toEqual(before);
      function served() {
        return Promise.all(["birch.test", "chat.birch.test"].map((name) => certificateOf(scene.world, name)));
      }
    });
  });
}

function anotherServerName(): void {
  describe("another server name", () => {
    const serverOf = async () => (await inspectService(scene.stacks.amber, "synapse")).Id;

    it("is refused with the reason, by chatkeep before anything is made and by plain Pulumi before anything is touched", async () => {
      const { amber } = scene.stacks;
      const before = await serverOf();
      await changeSetting(amber.name, "hostName", "amber.test");
      await changeSetting(amber.name, "serverName", "other.test");
      const refused = await chatkeep(amber, ["up", "--yes"]);
      expect(refused).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining("is the server amber.test and cannot become"),
      });
      const plain = pulumiSucceeds(amber, "up", "--yes", "--skip-preview");
      await expect(plain).rejects.toThrow(/This server is amber\.test, and its data is that server's for good/);
      await changeSetting(amber.name, "serverName", "amber.test");
      expect(await serverOf()).toBe(before);
    });
  });
}

/** Why a request was refused; null where it was granted. */
function refusalOf(request: Promise<unknown>): Promise<string | null> {
  return request.then(() => null, String);
}
