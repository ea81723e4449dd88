import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../../src/io/machine/until.ts";
import { sample } from "../../support/sample.ts";
import { engine, makeImage, named, oneShot, sleeper, sweep } from "./bench.ts";
import { type Declared, type Run, SmallProgram } from "./programs/small-program.ts";
import { official, ours } from "./provider-process.ts";

const binary = official ?? ours;
const marker = "/signal/well";

/** A container that becomes healthy once the marker is in its volume. */
function patient(waitTimeout: number): Declared {
  const healthcheck = { tests: ["CMD", "/bin/busybox", "test", "-e", marker], interval: "500ms", retries: 1 };
  const volumes = [{ volumeName: named("signal"), containerPath: "/signal" }];
  const inputs = sleeper("patient", { healthcheck, volumes, wait: true, waitTimeout });
  return { kind: "Container", name: "patient", inputs };
}

/** A container that does not end when it is asked to. */
function stubborn(): Declared {
  const inputs = oneShot("stubborn", "trap '' TERM; while :; do busybox sleep 0.1; done");
  const running = { attach: false, logs: false, mustRun: true, destroyGraceSeconds: 600 };
  return { kind: "Container", name: "stubborn", inputs: { ...inputs, ...running } };
}

let program: SmallProgram;

beforeAll(makeImage);
afterAll(sweep);
beforeEach(async () => {
  program = await SmallProgram.create(binary);
  await engine.createVolume({ Name: named("signal") });
});
afterEach(async () => {
  await Promise.all((await containers()).map(({ Id }) => engine.getContainer(Id).remove({ force: true })));
  await engine.getVolume(named("signal")).remove();
  program.remove();
});

describe(`a run that fails on ${binary.name}`, () => {
  for (const tests of sample("failing runs", [waitingForHealth, killedWhileCreating, killedWhileDeleting], 1)) tests();
});

function waitingForHealth(): void {
  it("at a health wait says so, leaves the container, and converges when it is run again after the cause is gone", async () => {
    program.declare([patient(3)]);
    const failed = await program.run(binary, "up");
    expect(failed.succeeded).toBe(false);
    expect(failed.said).toContain("failed to be in healthy state");
    const [left] = await containers();
    expect(left?.State).toBe("running");
    await removeCause(left?.Id ?? "");
    await expectToConverge(["replace patient"]);
    expect((await containers()).map(({ Id }) => Id)).not.toContain(left?.Id);
  });
}

function killedWhileCreating(): void {
  it("because the provider was killed while it created leaves a container no one knows; with that gone it converges", async () => {
    program.declare([patient(600)]);
    const run = program.run(binary, "up");
    const left = await until("running container", async () => (await containers("running"))[0] ?? null);
    await program.killProvider(binary);
    expectBroken(await run);
    await removeCause(left.Id);
    const again = await program.run(binary, "up");
    expect(again.said).toMatch(/is already in use by container/);
    await engine.getContainer(left.Id).remove({ force: true }); // as `chatkeep up` does before it runs Pulumi
    await expectToConverge(["create patient"]);
  });
}

function killedWhileDeleting(): void {
  it("because the provider was killed while it deleted converges when it is run again", async () => {
    program.declare([stubborn()]);
    expect((await program.run(binary, "up")).said).toBe("");
    const [running] = await containers();
    program.declare([]);
    const signals = await engine.getEvents({ filters: { container: [running?.Id ?? ""], event: ["kill"] } });
    const run = program.run(binary, "up");
    for await (const _ of signals) break; // the provider has asked it to end
    await program.killProvider(binary);
    expectBroken(await run);
    await engine.getContainer(running?.Id ?? "").kill();
    await expectToConverge(["delete stubborn"]);
    expect(await containers()).toEqual([]);
  });
}

function expectBroken({ succeeded, said }: Run): void {
  expect(succeeded).toBe(false);
  expect(said).not.toBe("");
}

async function expectToConverge(changes: readonly string[]): Promise<void> {
  const { succeeded, done, said } = await program.run(binary, "up");
  expect(said).toBe("");
  expect(succeeded).toBe(true);
  expect(done).toEqual(expect.arrayContaining([...changes]));
}

async function containers(status?: string) {
  const filters = { name: [named("")], ...(status === undefined ? {} : { status: [status] }) };
  return engine.listContainers({ all: true, filters });
}

/** Puts the marker there, which the health check asks for. */
async function removeCause(id: string): Promise<void> {
  const exec = await engine.getContainer(id).exec({ Cmd: ["/bin/busybox", "touch", marker], AttachStdout: true });
  const output = await exec.start({});
  for await (const _ of output); // ends with the command
}
