import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readVolumeMarks } from "../../../src/io/docker/volume-marks.ts";
import { machineProcesses } from "../../../src/io/machine/processes.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { dataVolumeNames } from "../../../src/operations/ownership/facts.ts";
import { engineOf, roles } from "../../support/stack/engine.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";

const stack = inject("mainStack");
const engine = engineOf(stack);
const machine = { host: hostname(), processes: machineProcesses };
const unused = `chatkeep-test-${process.pid}-${randomBytes(3).toString("hex")}-unused`;
const another = `${unused}-too`;

beforeAll(() => Promise.all([unused, another].map((Name) => engine.createVolume({ Name }))));
afterAll(() => Promise.all([unused, another].map((name) => engine.getVolume(name).remove())));

describe("the marks of volumes", () => {
  it("name the key and the server of a stack that runs", async () => {
    const keyIds = [(await masterKeyOf(stack)).id()];
    const marks = await readVolumeMarks(engine, machine, dataVolumeNames(stack.name));
    const expected = roles.map((role) => [
      `chatkeep-${stack.name}-${role}`,
      { keyIds, serverName: role === "synapse" ? stack.serverName : null },
    ]);
    expect(marks).toEqual(Object.fromEntries(expected));
  });

  it("are read of volumes that no container has, and nothing of the look stays", async () => {
    const before = await everything();
    expect(await readVolumeMarks(engine, machine, [unused])).toEqual({ [unused]: { keyIds: null, serverName: null } });
    expect(await everything()).toEqual(before);
  });
});

describe("a look that is killed", () => {
  it("is swept by the next, which leaves one that goes on alone", async () => {
    const before = await everything();
    const [killed, other] = [await observationThatStops(unused), await observationThatStops(another)];
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const left = await everything();
    expect(left).toHaveLength(before.length + 4);
    await expect(engine.getVolume(unused).remove()).rejects.toThrow("in use");
    await readVolumeMarks(engine, machine, dataVolumeNames(stack.name));
    expect(await everything()).toHaveLength(before.length + 2);
    other.kill("SIGKILL");
    await once(other, "exit");
    await readVolumeMarks(engine, machine, dataVolumeNames(stack.name));
    expect(await everything()).toEqual(before);
  });
});

/** A process of its own that looks, and stops while its container is there. */
async function observationThatStops(volume: string) {
  const before = (await everything()).length;
  const observe = spawn(process.execPath, [stoppedObservation, stack.dockerHost ?? "", volume], { stdio: "ignore" });
  await untilTrue("look that stopped", async () => (await everything()).length === before + 2);
  return observe;
}

const stoppedObservation = fileURLToPath(new URL("../../support/stack/stopped-observation.ts", import.meta.url));

/** The ids of all containers and images of looks. */
async function everything(): Promise<readonly string[]> {
  const [containers, images] = await Promise.all([
    engine.listContainers({ all: true, filters: { label: ["chatkeep.look"] } }),
    engine.listImages({ all: true, filters: { label: ["chatkeep.look"] } }),
  ]);
  return [...containers, ...images].map(({ Id }) => Id);
}
