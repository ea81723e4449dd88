import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";
import { type SignedIn, signIn } from "../../../src/io/matrix/client.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { startAndStop } from "../../support/kills/strike.ts";
import { download, upload } from "../../support/members/media.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { movingGif, png } from "../../support/members/pictures.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { forgetTeam, writeRoster } from "../../support/team/roster-file.ts";

const server = inject("teamStack");
const below = `pictures-${server.name}`;
const folder = join(packageFolder, "stacks", below);

let operator: SynapseOperator;
let client: SignedIn;
let sheets: string;

beforeAll(async () => {
  await forgetTeam(server);
  await mkdir(folder, { recursive: true });
  sheets = await mkdtemp(join(tmpdir(), "chatkeep-pictures-"));
  operator = await operatorOf(server);
  const [ada] = await makePeople(operator, server.serverName, ["pic-ada"]);
  if (ada === undefined) throw new Error("No account was made");
  client = await signIn(server, ada);
});

afterAll(async () => {
  await client?.stop();
  operator?.close();
  await forgetTeam(server);
  for (const each of [folder, sheets]) await rm(each, { recursive: true, force: true });
});

const place = (alias: string, avatar: string | null) => ({
  ...{ alias: `pic-${alias}`, name: alias },
  ...(avatar === null ? {} : { avatar: `${below}/${avatar}` }),
});

/** A roster of one person, one space and one room. */
async function writeTeam(space: string | null, room: string | null): Promise<void> {
  await writeRoster(server.name, {
    members: [{ id: client.userId, name: "Ada", role: "admin" }],
    spaces: [{ ...place("space", space), rooms: ["pic-room"] }],
    rooms: [place("room", room)],
  });
}

async function stepsOf(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await chatkeepSucceeds(server, ["team", ...words, "--json"]);
  const steps: readonly { readonly kind: string; readonly alias?: string }[] = JSON.parse(stdout).steps;
  return steps.map(({ kind, alias }) => (alias === undefined ? kind : `${kind} ${alias}`));
}

const apply = () => stepsOf("apply", "--yes", "--sheets", sheets);

async function roomAt(alias: string): Promise<string> {
  return (await client.sdk.getRoomIdForAlias(`#pic-${alias}:${server.serverName}`)).room_id;
}

/** What a member's app shows of a room: the digest of its picture, and its type. */
async function shown(alias: string): Promise<readonly [string, string]> {
  const { url, info } = await client.sdk.getStateEvent(await roomAt(alias), "m.room.avatar", "");
  const thumbnail = client.sdk.mxcUrlToHttp(url, 32, 32, "crop", false, true, true) ?? "";
  const small = await client.fetch(thumbnail, { headers: { authorization: `Bearer ${client.accessToken}` } });
  expect([small.status, small.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^image\//)]);
  return [await download(client, { uri: url, status: 200, digest: "" }), info.mimetype];
}

const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const [first, second, moving] = [png(64, 64), png(48, 48), movingGif(3, 32, 32)];

describe("the pictures of a roster", () => {
  it("are what members' apps show, and a second time nothing is changed", async () => {
    await writeFile(join(folder, "logo.png"), first.bytes);
    await writeFile(join(folder, "moving.png"), moving.bytes);
    await writeTeam("logo.png", "moving.png");
    const done = await apply();
    expect(done.filter((step) => step.startsWith("setPicture"))).toEqual([
      "setPicture pic-space",
      "setPicture pic-room",
    ]);
    expect(await shown("space")).toEqual([digestOf(first.bytes), "image/png"]);
    expect(await shown("room")).toEqual([digestOf(moving.bytes), "image/gif"]);
    expect(await apply()).toEqual([]);
  });

  it("are set again where the file changed, and where another one was set in an app", async () => {
    await writeFile(join(folder, "logo.png"), second.bytes);
    const { uri } = await upload(client, 1_000);
    await client.sdk.sendStateEvent(await roomAt("room"), "m.room.avatar" as never, { url: uri } as never, "");
    const both = ["enter", "setPicture", "leave"].flatMap((kind) => [`${kind} pic-space`, `${kind} pic-room`]);
    expect(await stepsOf("plan")).toEqual(both);
    const point = { call: "request", about: "state/m.room.avatar" } as const; // the file is stored, and no room shows it
    const stopped = await startAndStop(server, ["team", "apply", "--yes", "--sheets", sheets], point);
    expect(stopped).not.toBeNull();
    if (stopped !== null) process.kill(stopped.pid ?? 0, "SIGKILL");
    expect(await apply()).toEqual(both.filter((step) => !step.startsWith("enter")));
    expect(await shown("space")).toEqual([digestOf(second.bytes), "image/png"]);
    expect(await shown("room")).toEqual([digestOf(moving.bytes), "image/gif"]);
  });

  it("stay where the roster names them no more", async () => {
    await writeTeam(null, null);
    expect(await stepsOf("plan")).toEqual([]);
    expect(await shown("space")).toEqual([digestOf(second.bytes), "image/png"]);
  });
});
