import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { SignedIn } from "../../../src/io/matrix/client.ts";
import { beginConversation } from "../../support/members/conversation.ts";
import { download, type Media, upload } from "../../support/members/media.ts";
import { printedIn } from "../../support/stack/engine.ts";

const stack = inject("mainStack");
const script = readFileSync(new URL("../../support/synapse/sweep-uploads.py", import.meta.url), "utf8");
const psql = ["psql", "-XAtq", "-h", "/run/postgresql", "-U", "postgres", "-d", "synapse", "-c"];
const gibibyte = 2 ** 30;

let member: SignedIn;
let kept: Media;

beforeAll(async () => {
  ({ client: member } = await beginConversation(stack, "uploader"));
  kept = await upload(member, 100_000);
});

afterAll(async () => {
  await member?.stop();
});

describe("a member beyond the quota", () => {
  it("is refused in Synapse's words, and the file is not there", async () => {
    for (let count = 0; count < 5; count += 1) await pretendUpload(`pretended${count}`, gibibyte - 1);
    const before = await files();
    const refused = await tryUpload();
    expect([refused.status, await refused.json()]).toMatchObject([403, { errcode: "M_USER_LIMIT_EXCEEDED" }]);
    expect(await files()).toEqual(before);
    expect(await printedIn(stack, "synapse", "find", "/data/uploading", "-type", "f")).toBe("");
  });

  it("uploads again once the time is over", async () => {
    await sql("UPDATE local_media_repository SET created_ts = created_ts - 604800001 WHERE media_id LIKE 'pretended%'");
    expect((await tryUpload()).status).toBe(200);
  });
});

describe("what a killed upload left", () => {
  it("is removed; what the database knows, what is too young and what is too old stays", async () => {
    const folder = "/data/media/local_content/zz/zz";
    const make = (name: string, age: string) => `echo x > ${folder}/${name} && touch -d '${age} ago' ${folder}/${name}`;
    const all = [make("left", "2 hours"), make("young", "10 minutes"), make("old", "2 days")].join(" && ");
    await printedIn(stack, "synapse", "sh", "-c", `mkdir -p ${folder} && ${all}`);
    const known = (await files()).find((path) => path.replaceAll("/", "").endsWith(idOf(kept))) ?? "";
    await printedIn(stack, "synapse", "touch", "-d", "2 hours ago", known);
    await printedIn(stack, "synapse", "python", "-c", script);
    const left = (await files()).filter((path) => path.startsWith(folder));
    expect(left).toEqual([`${folder}/old`, `${folder}/young`]);
    expect(await download(member, kept)).toBe(kept.digest);
  });
});

function tryUpload(): Promise<Response> {
  return member.fetch(`${stack.baseUrl}/_matrix/media/v3/upload`, {
    method: "POST",
    headers: { authorization: `Bearer ${member.accessToken}`, "content-type": "application/octet-stream" },
    body: Buffer.alloc(gibibyte / 1024),
  });
}

function idOf({ uri }: Media): string {
  return uri?.split("/").at(-1) ?? "";
}

async function files(): Promise<readonly string[]> {
  const found = await printedIn(stack, "synapse", "find", "/data/media/local_content", "-type", "f");
  return found.trim().split("\n").sort();
}

/** As if the member had uploaded so much: to send it would take minutes. */
async function pretendUpload(mediaId: string, bytes: number): Promise<void> {
  const columns = "media_id, media_type, media_length, created_ts, upload_name, user_id";
  const now = "(extract(epoch from now()) * 1000)::bigint";
  await sql(
    `INSERT INTO local_media_repository (${columns}) VALUES ('${mediaId}', 'x/y', ${bytes}, ${now}, 'x', '${member.userId}')`,
  );
}

async function sql(statement: string): Promise<void> {
  await printedIn(stack, "postgres", ...psql, statement);
}
