import { describe, expect, it } from "vitest";
import { findBackups } from "../../../src/io/pulumi/backups.ts";
import { newestBackup } from "../../../src/operations/state/checkpoint.ts";
import { memoryFiles } from "../steps/made-up-world.ts";
import { paths } from "../up/situation.ts";

const checkpointOf = (time: string | null, resources = 1) =>
  JSON.stringify({
    version: 3,
    checkpoint: { latest: { ...(time === null ? {} : { manifest: { time } }), resources: Array(resources).fill({}) } },
  });

async function newest(disk: Readonly<Record<string, string>>) {
  return newestBackup(await findBackups(memoryFiles(new Map(Object.entries(disk))), paths));
}

const { checkpoint, backups, history } = paths;
const old = { [`${backups}/acme.1.json`]: checkpointOf("2026-11-01T10:00:00Z", 3) };
const later = { [`${history}/acme-2.checkpoint.json`]: checkpointOf("2026-11-01T11:00:00+00:00", 5) };

describe("the newest whole backup of a checkpoint", () => {
  it("is the one that was written last, wherever it lies", async () => {
    expect(await newest({ ...old, ...later })).toMatchObject({
      path: `${history}/acme-2.checkpoint.json`,
      resources: 5,
    });
    const beside = { [`${checkpoint}.bak`]: checkpointOf("2026-11-01T11:30:00Z") };
    expect(await newest({ ...beside, ...later, ...old })).toMatchObject({ path: `${checkpoint}.bak` });
  });

  it("is none that was cut itself, and no list of what was done", async () => {
    const cut = { [`${checkpoint}.bak`]: checkpointOf("2026-11-01T12:00:00Z").slice(0, -5) };
    const done = { [`${history}/acme-3.history.json`]: '{"kind":"update","startTime":1}' };
    expect(await newest({ ...cut, ...done, ...old })).toMatchObject({ path: `${backups}/acme.1.json` });
    expect(await newest({ ...cut, ...done })).toBeNull();
  });

  it("is one without a date only where no other is", async () => {
    const undated = { [`${checkpoint}.bak`]: checkpointOf(null) };
    expect(await newest({ ...undated, ...old })).toMatchObject({ writtenAt: "2026-11-01T10:00:00Z" });
    expect(await newest(undated)).toMatchObject({ writtenAt: null });
  });
});
