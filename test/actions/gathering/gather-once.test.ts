import { describe, expect, it } from "vitest";
import { checkServer } from "../../../src/actions/checks/check.ts";
import { examineBefore } from "../../../src/actions/checks/doctor.ts";
import { findLogged } from "../../../src/actions/running/logs.ts";
import { observeStatus } from "../../../src/actions/running/status.ts";
import type { Session } from "../../../src/actions/session.ts";
import { takeDown } from "../../../src/actions/up/destroy.ts";
import { bringUp, planUp } from "../../../src/actions/up/up.ts";
import { madeUpStack } from "./made-up-stack.ts";

const wishes = { replaceRecords: false, cloudflareTokenFile: undefined };

describe("what a verb decides on is gathered once: no file, no request to the engine, no name and no run of Pulumi comes twice", () => {
  it("by `preview`, and by `up --dry-run`", async () => {
    await using stack = await madeUpStack("running");
    const { steps } = await planUp(stack.session, wishes);
    expect(steps).toEqual([]);
    const counted = await stack.counted();
    expect(twice(counted)).toEqual([]);
    const { stackFile, checkpoint } = stack.session.paths;
    expect(counted).toEqual(expect.arrayContaining([read(stackFile), read(checkpoint), "engine GET /info"]));
    expect(counted.filter((each) => each.startsWith("pulumi preview "))).toHaveLength(1);
  });

  it("by `up` that changes nothing: only the settings are read again, once no one else writes to them", async () => {
    await using stack = await madeUpStack("running");
    const ended = await bringUp(stack.session, { ...wishes, yes: true }, async () => true);
    expect(ended?.prepared.steps).toEqual([]);
    const { stackFile, stackFileBefore, stackFileCopy } = stack.session.paths;
    expect(twice(await stack.counted())).toEqual([stackFile, stackFileBefore, stackFileCopy].map(read));
  });

  it("by `up` for the first time, which asks the names too", async () => {
    await using stack = await madeUpStack("new");
    const skipCheck = ["dns.address"];
    const { steps } = await planUp(stack.session, { ...wishes, skipCheck, resolver: [stack.resolver] });
    expect(steps.length).toBeGreaterThan(5);
    const counted = await stack.counted();
    expect(counted.filter((each) => each.startsWith("name "))).toContain("name acme.example 1");
    expect(twice(counted)).toEqual([]);
  });

  it("by `destroy`, until what goes is agreed to: then whether there are backups to leave the settings with", async () => {
    await using stack = await madeUpStack("running");
    const seen: string[] = [];
    await takeDown(stack.session, { yes: true, deleteData: false }, async (_, steps) => {
      seen.push(...steps.map(({ kind }) => kind));
      return false;
    });
    expect(seen).toEqual(["destroy"]);
    expect(twice(await stack.counted())).toEqual([read(stack.session.paths.stackFile)]);
  });

  it.each<[string, (session: Session, resolver: string) => Promise<unknown>]>([
    ["check", (session) => checkServer(session)],
    ["status", (session) => observeStatus(session)],
    ["logs", (session) => findLogged(session, undefined)],
    ["doctor", (session, resolver) => examineBefore(session, { resolver: [resolver], cloudflareTokenFile: undefined })],
  ])("by `%s`", async (_, look) => {
    await using stack = await madeUpStack("running");
    await look(stack.session, stack.resolver);
    const counted = await stack.counted();
    expect(counted.length).toBeGreaterThan(5);
    expect(twice(counted)).toEqual([]);
  });
});

const read = (path: string) => `read ${path}`;

/** What was read or asked more than once. */
function twice(counted: readonly string[]): readonly string[] {
  return [...new Set(counted.filter((each, index) => counted.indexOf(each) !== index))];
}
