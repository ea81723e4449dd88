import { createHash, randomBytes } from "node:crypto";
import { Preset } from "matrix-js-sdk";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { encryptedRoom, messageIn, type Person, type SignedIn, signIn } from "../../../src/io/matrix/client.ts";
import { fetchTrusting, fetchTrustingThePublic } from "../../../src/io/matrix/trusting-fetch.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { printedIn } from "../../support/stack/engine.ts";

const server = inject("mainStack");
const secret = `the plans, page ${randomBytes(4).toString("hex")}`;
const file = randomBytes(20 * 2 ** 20);

let operator: SynapseOperator;
let ana: SignedIn;
let ben: SignedIn;
let benAccount: Person;
let signedOut: { readonly fetch: typeof globalThis.fetch; readonly oldToken: string };
let roomId: string;
let eventId: string;
let mediaPath: string;

beforeAll(async () => {
  operator = await operatorOf(server);
  const [anaAccount, bensAccount, cleoAccount] = await makePeople(operator, server.serverName, ["ana", "ben", "cleo"]);
  benAccount = known(bensAccount);
  [ana, ben] = await Promise.all([signIn(server, known(anaAccount)), signIn(server, benAccount)]);
  signedOut = await signOut(known(cleoAccount));
});

afterAll(async () => {
  await Promise.all([ana?.stop(), ben?.stop()]);
  operator?.close();
});

describe("a real client", () => {
  it("is refused by TLS when it does not trust the printed authority", async () => {
    const outsider = fetchTrustingThePublic();
    const answer = outsider.fetch(`${server.baseUrl}/_matrix/client/versions`);
    await expect(answer).rejects.toMatchObject({ cause: { code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO/) } });
    await outsider.close();
  });

  it("finds the server through its well-known document", async () => {
    const answer = await ana.fetch(`${server.baseUrl}/.well-known/matrix/client`);
    expect(await answer.json()).toMatchObject({ "m.homeserver": { base_url: server.baseUrl } });
  });

  it("creates a room that is encrypted without asking for it, and a second person joins", async () => {
    const room = await ana.sdk.createRoom({ preset: Preset.PrivateChat, invite: [ben.userId] });
    roomId = room.room_id;
    await ben.sdk.joinRoom(roomId);
    await Promise.all([ana, ben].map((client) => encryptedRoom(client, roomId, [ana.userId, ben.userId])));
  });

  it("sends a message that the second person reads and the server does not", async () => {
    eventId = (await ana.sdk.sendTextMessage(roomId, secret)).event_id;
    expect(await messageIn(ben, roomId, eventId)).toBe(secret);
    const stored = await ana.fetch(eventUrl(), withToken(ana.accessToken));
    const event = await stored.text();
    expect(JSON.parse(event)).toMatchObject({
      type: "m.room.encrypted",
      content: { algorithm: "m.megolm.v1.aes-sha2" },
    });
    expect(event).not.toContain(secret);
  });

  it("reads what is written to it as soon as others see it, also where the server stores its keys slowly", async () => {
    await using _ = await storingSlowly("e2e_one_time_keys_json");
    const [second] = await Promise.all([signIn(server, benAccount), seenByAna(benAccount.userId)]);
    const { event_id } = await ana.sdk.sendTextMessage(roomId, `${secret}, again`);
    expect(await messageIn(second, roomId, event_id)).toBe(`${secret}, again`);
    await second.stop();
  });

  it("uploads 20 MB that the second person downloads byte for byte", async () => {
    const { content_uri } = await ana.sdk.uploadContent(file, { type: "application/octet-stream", name: "plans.bin" });
    mediaPath = content_uri.slice("mxc://".length);
    const answer = await ben.fetch(mediaUrl("client/v1/media"), withToken(ben.accessToken));
    expect(answer.status).toBe(200);
    expect(digest(Buffer.from(await answer.arrayBuffer()))).toBe(digest(file));
  });
});

describe("a client that is signed out", () => {
  it.each(["without a token", "with its old token"])("reads no message %s", async (how) => {
    const answer = await signedOut.fetch(eventUrl(), how === "without a token" ? {} : withToken(signedOut.oldToken));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ errcode: expect.stringMatching(/^M_(MISSING|UNKNOWN)_TOKEN$/) });
  });

  it.each(["without a token", "with its old token"])("gets no file %s", async (how) => {
    const token = how === "without a token" ? {} : withToken(signedOut.oldToken);
    const answer = await signedOut.fetch(mediaUrl("client/v1/media"), token);
    expect(answer.status).toBe(401);
    expect((await answer.arrayBuffer()).byteLength).toBeLessThan(1_000);
  });

  it("gets no file by the old address that asks for no token", async () => {
    const answer = await signedOut.fetch(mediaUrl("media/v3"));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errcode: "M_NOT_FOUND" });
  });
});

describe("an office's first evening", () => {
  it("lets twelve people log in within a minute from one address", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `colleague${index + 1}`);
    const people = await makePeople(operator, server.serverName, names);
    const { fetch, close } = fetchTrusting(server.authorityFile);
    const start = performance.now();
    const answers = await Promise.all(people.map((person) => logIn(fetch, person)));
    const seconds = (performance.now() - start) / 1_000;
    await close();
    console.log(`Twelve people logged in within ${seconds.toFixed(1)} s.`);
    expect(answers).toEqual(people.map(() => 200));
    expect(seconds).toBeLessThan(60);
  });
});

/** Waits until ana's client knows of another device of a member than it does now. */
async function seenByAna(userId: string): Promise<void> {
  const devices = async () => (await ana.sdk.getCrypto()?.getUserDeviceInfo([userId]))?.get(userId)?.size ?? 0;
  const before = await devices();
  await untilTrue("further device", async () => (await devices()) > before);
}

/** A table to which each insertion takes two seconds more, until it is disposed of. */
async function storingSlowly(table: string): Promise<AsyncDisposable> {
  const psql = ["psql", "-h", "/run/postgresql", "-U", "postgres", "-d", "synapse", "-qAtXc"];
  const run = (sql: string) => printedIn(server, "postgres", ...psql, sql);
  await run(`CREATE SCHEMA slow; GRANT USAGE ON SCHEMA slow TO PUBLIC;
    CREATE FUNCTION slow.down() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(2); RETURN NULL; END$$;
    CREATE TRIGGER slowly AFTER INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION slow.down()`);
  return { [Symbol.asyncDispose]: async () => void (await run("DROP SCHEMA slow CASCADE")) };
}

function known(person: Person | undefined): Person {
  if (person === undefined) throw new Error("This account was not made.");
  return person;
}

async function signOut(account: Person): Promise<typeof signedOut> {
  const client = await signIn(server, account);
  await client.sdk.logout(true);
  return { fetch: client.fetch, oldToken: client.accessToken };
}

async function logIn(fetch: typeof globalThis.fetch, { userId, password }: Person): Promise<number> {
  const identifier = { type: "m.id.user", user: userId };
  const body = JSON.stringify({ type: "m.login.password", identifier, password });
  return (await fetch(`${server.baseUrl}/_matrix/client/v3/login`, { method: "POST", body })).status;
}

function eventUrl(): string {
  return `${server.baseUrl}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
}

function mediaUrl(api: string): string {
  return `${server.baseUrl}/_matrix/${api}/download/${mediaPath}`;
}

function withToken(token: string): RequestInit {
  return { headers: { authorization: `Bearer ${token}` } };
}

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
