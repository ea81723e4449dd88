import { describe, expect, it } from "vitest";
import type { Processes } from "../../../src/io/machine/processes.ts";
import { isAbandoned, throwawayKind, throwawayName } from "../../../src/io/machine/throwaway-names.ts";

const owner = { host: "laptop", pid: 4_194_304, startedAt: "31536000000" };
const name = throwawayName("try", owner);

/** A machine on which that one process runs, or none. */
function machine(running: typeof owner | null): Processes {
  return {
    isAlive: async (pid) => pid === running?.pid,
    startedAt: async (pid) => (pid === running?.pid ? running.startedAt : null),
    programOf: async () => null,
    ofRun: async () => [],
    end: () => undefined,
  };
}

describe("the name of a throwaway stack", () => {
  it("is a stack's name, another one each time", () => {
    expect(name).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
    expect(throwawayName("try", owner)).not.toBe(name);
  });

  it("tells its kind, which no other stack's name does", () => {
    expect(throwawayKind(name)).toBe("try");
    expect(throwawayKind(throwawayName("kept", owner))).toBe("kept");
    for (const other of ["local", "try", "try-out", "try-1-2-3", "kept-it", "test-1-abcdef"])
      expect(throwawayKind(other)).toBeNull();
  });

  it("is not abandoned while the process that made it runs", async () => {
    expect(await isAbandoned(name, "laptop", machine(owner))).toBe(false);
  });

  it("is abandoned once that process is gone, or its number is another's", async () => {
    expect(await isAbandoned(name, "laptop", machine(null))).toBe(true);
    expect(await isAbandoned(name, "laptop", machine({ ...owner, startedAt: "7" }))).toBe(true);
  });

  it("of another machine, and that of a stack to be kept, are no one's to sweep", async () => {
    expect(await isAbandoned(name, "server", machine(null))).toBe(false);
    expect(await isAbandoned(throwawayName("kept", owner), "laptop", machine(null))).toBe(false);
    expect(await isAbandoned("local", "laptop", machine(null))).toBe(false);
  });
});
