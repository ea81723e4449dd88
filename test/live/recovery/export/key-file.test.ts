import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { watchWhile } from "../../../support/leaks/watch.ts";
import { eventsIn, exportSucceeds, startExport } from "../../../support/members/exporting.ts";
import { newDevice } from "../../../support/members/recovering/device.ts";
import { importKeys } from "../../../support/members/recovering/key-file.ts";
import { reads, say } from "../../../support/members/recovering/messages.ts";
import { makeRoom } from "../../../support/members/recovering/rooms.ts";
import { backedUp } from "../../../support/members/recovering/setting-up.ts";
import { makeFolder } from "../../../support/own-folder.ts";
import { type Company, gatherCompany, type Member, runOf } from "./members.ts";

const stack = inject("keysStack");
let company: Company;

beforeAll(async () => {
  company = await gatherCompany();
});

afterAll(() => company.end());

describe("a key-export file", () => {
  const passphrase = "a passphrase for one file";
  const shared = {} as { member: Member; room: string; event: string; path: string };

  beforeAll(async () => {
    const member = await company.newMember("lea");
    const peer = await company.newPeer();
    const room = await makeRoom(member.device, [peer]);
    const event = await say(peer, room, "written before");
    await reads(member.device, room, event);
    await backedUp(member.device);
    Object.assign(shared, { member, room, event, path: join(await makeFolder("history"), "keys.txt") });
  });

  it("opens in a client with the same passphrase; with one byte changed, or another passphrase, it does not", async () => {
    const { member, room, event, path } = shared;
    const run = runOf(member);
    await exportSucceeds({ ...run, typed: [...run.typed, passphrase] }, ["export", "keys", "--to", path]);
    const text = await readFile(path, "utf8");
    const client = company.keep(await newDevice(stack, member.device.person, "off"));
    await expect(importKeys(client, flipped(text), passphrase)).rejects.toThrow(/MAC/);
    await expect(importKeys(client, text, "another passphrase")).rejects.toThrow(/MAC/);
    await importKeys(client, text, passphrase);
    expect(await reads(client, room, event)).toBe("written before");
  });

  it("of a client opens rooms here without the recovery key, and no device is published", async () => {
    const { member, room, path } = shared;
    const folder = await makeFolder("history");
    const run = { ...runOf(member), typed: [passphrase] };
    await exportSucceeds(run, ["export", "--folder", folder, "--key-file", path]);
    expect(eventsIn(folder, room).map(({ content }) => content.body)).toContain("written before");
    await writeFile(path, flipped(await readFile(path, "utf8")));
    const refused = await startExport(run, ["export", "--folder", await makeFolder("history"), "--key-file", path])
      .ended;
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain("the passphrase is another one, or the file was damaged");
  });

  it("leaves no secret in arguments, environments, output or files", async () => {
    const member = await company.newMember("mo");
    const folder = await makeFolder("history");
    const words = ["export", "--folder", folder, "--json"];
    const { result, seen } = await watchWhile(
      { folders: [folder], except: [] },
      () => startExport(runOf(member), words).ended,
    );
    expect(result).toMatchObject({ exitCode: 0 });
    const { key, device } = member;
    const secrets = [key, key.replaceAll(" ", ""), device.person.password];
    const places = [...seen.processes, ...seen.files].map(({ text }) => text);
    for (const text of [...places, result.stdout, result.stderr])
      for (const secret of secrets) expect(text).not.toContain(secret);
    expect(seen.processes.some(({ text }) => text.includes("export"))).toBe(true);
    expect(seen.files.length).toBeGreaterThan(0);
    expect(seen.files.map(({ text }) => text).join()).not.toMatch(/syt_|access_token/);
  });
});

/** One byte of the file is another. */
function flipped(text: string): string {
  const lines = text.split("\n");
  const bytes = Buffer.from(lines.slice(1, -2).join(""), "base64");
  bytes[60] = (bytes[60] ?? 0) ^ 1;
  return [lines[0], bytes.toString("base64"), ...lines.slice(-2)].join("\n");
}
