import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { applyTeam, auditTeam, offboardMember, planTeam, Refusal, teamStatus, writeSheet } from "chatkeep/team";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";
import { devicesAt } from "../../support/members/devices.ts";
import { environmentOf, runProgram } from "../../support/stack/command-line.ts";
import { forgetTeam, writeRoster } from "../../support/team/roster-file.ts";
import { readSheet } from "../../support/team/sheet.ts";

const server = inject("teamStack");
const stack = server.name;
const idOf = (name: string) => `@scr-${name}:${server.serverName}`;
const devices = devicesAt(server);
const stateHome = process.env.XDG_STATE_HOME;

let folder: string;
let sheets: string;

/** A script finds a stack's state as every command does. */
beforeAll(async () => {
  await forgetTeam(server);
  process.env.XDG_STATE_HOME = server.stateHome;
  await mkdir(join(packageFolder, ".chatkeep"), { recursive: true });
  folder = await mkdtemp(join(packageFolder, ".chatkeep", "own-scripts-"));
  sheets = await mkdtemp(join(server.stateHome, "scr-"));
});

afterAll(async () => {
  if (stateHome === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = stateHome;
  await rm(folder, { recursive: true, force: true });
  await forgetTeam(server);
  await devices.close();
});

async function belongs(...names: readonly string[]): Promise<void> {
  const members = names.map((name, index) => ({ id: idOf(name), name, role: index === 0 ? "admin" : "member" }));
  await writeRoster(stack, { members });
}

/** Runs the script as docs/team.md prints it, as a person would. */
async function runPrinted() {
  const text = await readFile(join(packageFolder, "docs/team.md"), "utf8");
  const script = join(folder, "newcomers.ts");
  await writeFile(script, /```ts\n(.*?)```/s.exec(text)?.[1] ?? "");
  return await runProgram(process.execPath, [script, stack, sheets], environmentOf(server), { cwd: packageFolder });
}

describe("the script in docs/team.md", () => {
  it("gives newcomers an account, and a sheet that lets them in", async () => {
    await belongs("ana", "ben");
    const { exitCode, stdout, stderr } = await runPrinted();
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(`${idOf("ben")}: ${join(sheets, "scr-ben.html")}`);
    expect(stdout).toContain("0 of 2 are ready, 0 are late.");
    const { userId, password } = await readSheet(sheets, "scr-ben");
    expect(await devices.signInStatus(userId, password)).toBe(200);
  });

  it("stops where a member would leave, and changes nothing", async () => {
    await belongs("ana");
    const { exitCode, stderr } = await runPrinted();
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining(idOf("ben"))]);
    const ben = (await teamStatus({ stack })).leaving.find(({ user }) => user === idOf("ben"));
    expect(ben).toMatchObject({ locked: false });
  });
});

describe("the functions of chatkeep/team", () => {
  it("need the number of those who leave, where they are many, and say so", async () => {
    const plan = await planTeam({ stack });
    await expect(applyTeam({ stack, plan, sheets })).rejects.toThrow(Refusal);
    await expect(applyTeam({ stack, plan, sheets, leaving: 2 })).rejects.toThrow(/1 member/);
  });

  it("write a sheet again, with another password", async () => {
    const before = await readSheet(sheets, "scr-ana");
    const { user, files } = await writeSheet({ stack, member: "scr-ana", sheets });
    expect([user, files.length]).toEqual([idOf("ana"), 2]);
    expect((await readSheet(sheets, "scr-ana")).password).not.toBe(before.password);
  });

  it("take all access from a member, and give the report that proves it", async () => {
    const told: string[] = [];
    const onProgress = (text: string) => void told.push(text);
    const { report, files } = await offboardMember({ stack, member: "scr-ben", reports: sheets, onProgress });
    expect(report).toMatchObject({ user: idOf("ben"), lockedOut: true });
    expect(JSON.parse(await readFile(files[0] ?? "", "utf8"))).toBeTypeOf("object");
    expect(told.join("\n")).toContain(idOf("ben"));
    expect((await teamStatus({ stack })).leaving).toEqual([]);
  });

  it("say who could recover their messages", async () => {
    const { members } = await auditTeam({ stack, readyWithin: "7 days" });
    expect(members.find(({ user }) => user === idOf("ana"))).toMatchObject({ state: "neverSignedIn" });
    await expect(auditTeam({ stack, readyWithin: "soon" })).rejects.toThrow(/is no duration/);
  });
});
