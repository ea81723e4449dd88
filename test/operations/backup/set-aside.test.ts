import { describe, expect, it } from "vitest";
import { setAsideIn, setAsideName } from "../../../src/operations/backup/set-aside.ts";
import { asideName } from "../../../src/operations/upgrade/volume.ts";

const name = setAsideName(new Date("2026-11-30T12:34:56.789Z"));

describe("data that was moved aside", () => {
  it("is called after the time at which it was", () => {
    expect(name).toBe("set-aside-2026-11-30T12-34-56Z");
  });

  it("is one folder for all the volumes that have it, the oldest first", () => {
    const older = "set-aside-2026-11-29T00-00-00Z";
    expect(setAsideIn({ postgres: `${name} 1000\n${older} 10\n`, synapse: `${name} 24\n` })).toEqual([
      { by: "restore", name: older, since: "2026-11-29T00:00:00Z", services: ["postgres"], bytes: 10_240 },
      { by: "restore", name, since: "2026-11-30T12:34:56Z", services: ["postgres", "synapse"], bytes: 1_048_576 },
    ]);
  });

  it("says whether an upgrade of Postgres left it", () => {
    const cluster = asideName(15, new Date("2026-11-30T12:34:56Z"));
    const [found] = setAsideIn({ postgres: `${cluster} 7\n` });
    expect([found?.by, found?.name, found?.since]).toEqual(["upgrade", cluster, "2026-11-30T12:34:56Z"]);
  });

  it("has no size where counting took too long", () => {
    expect(setAsideIn({ postgres: `${name} 1000`, synapse: `${name} -` })[0]?.bytes).toBeNull();
  });

  it("is nothing that has another name: a name becomes part of what is deleted", () => {
    expect(setAsideIn({ postgres: "set-aside-../x 1\nset-aside-me 1\nset-aside-2026-11-30T12-34-56Z/.. 1" })).toEqual(
      [],
    );
  });
});
