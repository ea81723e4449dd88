import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readVolumeMarks } from "../../../src/io/docker/volume-marks.ts";
import { machineProcesses } from "../../../src/io/machine/processes.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { removeEngine, type SecondEngine, startSecondEngine } from "../../support/engines/second-engine.ts";
import { engineOf } from "../../support/stack/engine.ts";

const machine = { host: hostname(), processes: machineProcesses };
const unused = `chatkeep-test-${process.pid}-${randomBytes(3).toString("hex")}-unused`;
const another = `${unused}-too`;

let own: SecondEngine;
let engine: Docker;

/** An engine at which no one else looks: every look sweeps what killed ones left. */
beforeAll(async () => {
  own = await startSecondEngine(inject("sources").images.slice(0, 1));
  engine = engineOf({ dockerHost: own.address });
  await Promise.all([unused, another].map((Name) => engine.createVolume({ Name })));
});
afterAll(async () => {
  if (own !== undefined) await removeEngine(own);
});

describe("a look at volumes that no container has", () => {
  it("leaves nothing", async () => {
    expect(await readVolumeMarks(engine, machine, [unused])).toEqual({
      [unused]: { keyIds: null, serverName: null, clusterVersion: null },
    });
    expect(await everything()).toEqual([]);
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
    await readVolumeMarks(engine, machine, []);
    expect(await everything()).toHaveLength(before.length + 2);
    other.kill("SIGKILL");
    await once(other, "exit");
    await readVolumeMarks(engine, machine, []);
    expect(await everything()).toEqual(before);
  });
});

/** A process of its own that looks, and stops while its container is there. */
async function observationThatStops(volume: string) {
  const before = (await everything()).length;
  const observe = spawn(process.execPath, [stoppedObservation, own.address, volume], { stdio: "ignore" });
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
