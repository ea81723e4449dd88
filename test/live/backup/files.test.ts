import { createHash, randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { makeArchive } from "../../support/backup/stack.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { png } from "../../support/members/pictures.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { fetchFile, sendFile } from "../../support/members/recovering/files.ts";
import { makeRoom } from "../../support/members/recovering/rooms.ts";
import { makeFolder } from "../../support/own-folder.ts";
import { isSoak } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";

const stack = inject("backupStack");
const contents = Buffer.from("what only members can read");
let operator: SynapseOperator;
let uma: MemberDevice;
let room: string;
/** Ids of files: a picture that a readable message names, one that was put in quarantine, and what an encrypted message names. */
let picture: string;
let bad: string;
let sealed: { readonly event: string; readonly id: string };
let before: { readonly picture: string; readonly thumbnail: string };

beforeAll(async () => {
  operator = await operatorOf(stack);
  const [person] = await makePeople(operator, stack.serverName, ["uma"]);
  if (person === undefined) throw new Error("There is no one.");
  uma = await newDevice(stack, person, "off");
  room = await makeRoom(uma, []);
  picture = await upload(png(600, 400).bytes, "image/png", "plan.png");
  bad = await upload(Buffer.from("not for anyone"), "text/plain", "bad.txt");
  await sayInTheOpen({ msgtype: "m.image", body: "plan.png", url: addressOf(picture) });
  const event = await sendFile(uma, room, contents);
  sealed = { event, id: (await uploadsOf()).find((id) => ![picture, bad].includes(id)) ?? "" };
  await ask("POST", `/_synapse/admin/v1/media/quarantine/${stack.serverName}/${bad}`);
  await keepOfRoom(randomBytes(500_000).toString("base64"));
  before = { picture: await digestOf(picture), thumbnail: await digestOf(picture, thumbnail) };
  await makeArchive(stack);
  for (const id of [picture, bad, sealed.id]) await ask("DELETE", `/_synapse/admin/v1/media/${stack.serverName}/${id}`);
  await makeArchive(stack); // the newest has none of it
});

afterAll(async () => {
  await uma?.stop();
  operator?.close();
});

describe("files that were deleted while the server runs", () => {
  it("are gone, and in no archive but the one from before", async () => {
    expect([await statusOf(picture), await statusOf(sealed.id)]).toEqual([404, 404]);
  });

  it("come back by their room as far as the server can read it, and it says how far that is", async () => {
    const { stdout, stderr, seconds } = await restore("--file", room, "--yes");
    console.log(`A room's file came back in ${seconds.toFixed(1)} s:\n${stderr}\n${stdout}`);
    expect(stderr).toMatch(new RegExp(`${addressOf(picture)} .* ${uma.userId} .* plan.png`));
    expect(stderr).toContain("The messages of this room are encrypted");
    expect(await digestOf(picture)).toBe(before.picture);
    expect(await digestOf(picture, thumbnail)).toBe(before.thumbnail);
    expect(await statusOf(sealed.id)).toBe(404);
  });

  it("come back by who uploaded them, encrypted ones too, and what is in quarantine stays there", async () => {
    const { stderr } = await restore("--file", uma.userId, "--yes");
    expect(stderr).toContain("On the server, and left as they are: 1.");
    expect(await fetchFile(uma, room, sealed.event)).toEqual(contents);
    const { media_info: row } = (await ask("GET", `/_synapse/admin/v1/media/${stack.serverName}/${bad}`)) as {
      readonly media_info: { readonly quarantined_by: string | null; readonly upload_name: string };
    };
    expect([row.upload_name, typeof row.quarantined_by, await statusOf(bad)]).toEqual(["bad.txt", "string", 404]);
  });
});

if (isSoak)
  describe("files that are asked for again, or otherwise", () => {
    it("are left alone where they are there already", async () => {
      for (const what of [addressOf(picture), uma.userId, room])
        expect((await restore("--file", what, "--yes")).stdout).toContain("There is nothing to do");
    });

    it("are written into a folder instead, with the names that people gave them", async () => {
      const folder = join(await makeFolder("backups"), "taken");
      await restore("--file", uma.userId, "--to", folder, "--yes");
      const [plan, other] = await Promise.all(["plan.png", sealed.id].map((name) => readFile(join(folder, name))));
      expect(sumOf(plan ?? Buffer.alloc(0))).toBe(before.picture);
      expect(other?.length).toBe(contents.length);
      await rm(folder, { recursive: true });
    });

    it("that are in no archive are refused, with what to do", async () => {
      const { exitCode, stderr } = await chatkeep(stack, ["restore", "--file", addressOf("QwErTyUiOp"), "--yes"]);
      expect([exitCode, /None of the \d+ archives/.test(stderr)]).toEqual([2, true]);
    });
  });

function restore(...words: readonly string[]) {
  return chatkeepSucceeds(stack, ["restore", ...words]);
}

const addressOf = (id: string) => `mxc://${stack.serverName}/${id}`;
const sumOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const thumbnail = "?width=96&height=96&method=crop";

async function upload(bytes: Buffer, type: string, name: string): Promise<string> {
  const { content_uri: address } = await uma.sdk.uploadContent(new Blob([new Uint8Array(bytes)]), { type, name });
  return address.slice(addressOf("").length);
}

/** A message that the client does not encrypt, as bots and bridges write. */
function sayInTheOpen(content: object): Promise<void> {
  return put(`rooms/${encodeURIComponent(room)}/send/m.room.message/open`, content);
}

/** What a client keeps of a room. It stands behind the rows of files in a dump, where one who reads these stops: with this much, too early. */
function keepOfRoom(text: string): Promise<void> {
  const [user, inRoom] = [uma.userId, room].map(encodeURIComponent);
  return put(`user/${user}/rooms/${inRoom}/account_data/org.example.notes`, { text });
}

async function put(path: string, content: object): Promise<void> {
  const headers = { authorization: `Bearer ${uma.accessToken}` };
  const address = `${stack.baseUrl}/_matrix/client/v3/${path}`;
  const answer = await uma.fetch(address, { method: "PUT", headers, body: JSON.stringify(content) });
  if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}.`);
}

async function uploadsOf(): Promise<readonly string[]> {
  const { media } = (await ask("GET", `/_synapse/admin/v1/users/${encodeURIComponent(uma.userId)}/media`)) as {
    readonly media: readonly { readonly media_id: string }[];
  };
  return media.map(({ media_id: id }) => id);
}

async function ask(method: "GET" | "POST" | "DELETE", path: string): Promise<unknown> {
  const { status, body } = await operator.send(method, path, method === "POST" ? {} : undefined);
  if (status !== 200) throw new Error(`${method} ${path} was answered with ${status}.`);
  return body;
}

/** What a member gets ("GET /_matrix/client/v1/media/download/…" and "…/thumbnail/…"). */
function get(id: string, size: string) {
  const what = size === "" ? "download" : "thumbnail";
  const headers = { authorization: `Bearer ${uma.accessToken}` };
  return uma.fetch(`${stack.baseUrl}/_matrix/client/v1/media/${what}/${stack.serverName}/${id}${size}`, { headers });
}

async function statusOf(id: string): Promise<number> {
  return (await get(id, "")).status;
}

async function digestOf(id: string, size = ""): Promise<string> {
  const answer = await get(id, size);
  if (answer.status !== 200) throw new Error(`${id}${size} was answered with ${answer.status}.`);
  return sumOf(Buffer.from(await answer.arrayBuffer()));
}
