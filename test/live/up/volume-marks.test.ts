import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readVolumeMarks } from "../../../src/io/docker/volume-marks.ts";
import { machineProcesses } from "../../../src/io/machine/processes.ts";
import { newestPostgres } from "../../../src/kinds/postgres-version.ts";
import { dataVolumeNames } from "../../../src/operations/ownership/facts.ts";
import { engineOf, roles } from "../../support/stack/engine.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";

const stack = inject("mainStack");
const engine = engineOf(stack);
const machine = { host: hostname(), processes: machineProcesses };
const unused = `chatkeep-test-${process.pid}-${randomBytes(3).toString("hex")}-unused`;

beforeAll(() => engine.createVolume({ Name: unused }));
afterAll(() => engine.getVolume(unused).remove());

describe("the marks of volumes", () => {
  it("name the key and the server of a stack that runs", async () => {
    const keyIds = [(await masterKeyOf(stack)).id()];
    const marks = await readVolumeMarks(engine, machine, dataVolumeNames(stack.name));
    const expected = roles.map((role) => [
      `chatkeep-${stack.name}-${role}`,
      {
        keyIds,
        serverName: role === "synapse" ? stack.serverName : null,
        clusterVersion: role === "postgres" ? newestPostgres : null,
      },
    ]);
    expect(marks).toEqual(Object.fromEntries(expected));
  });

  it("are read of volumes that no container has", async () => {
    expect(await readVolumeMarks(engine, machine, [unused])).toEqual({
      [unused]: { keyIds: null, serverName: null, clusterVersion: null },
    });
  });
});
