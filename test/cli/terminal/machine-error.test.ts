import { describe, expect, it } from "vitest";
import { explainMachineError } from "../../../src/cli/terminal/machine-error.ts";

const machineError = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: something, write`), { code, syscall: "write", errno: -1, path });

describe("an error of the machine", () => {
  it.each(["ENOSPC", "EDQUOT", "EROFS", "EIO", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EEXIST"])(
    "%s is explained with its place, and never taken for a fault of chatkeep",
    (code) => {
      const explained = explainMachineError(machineError(code, "/state/journal.jsonl"));
      expect(explained?.message).toContain("/state/journal.jsonl");
      expect(explained?.next).not.toBe("");
      expect(explainMachineError(new Error("failed", { cause: machineError(code) }))?.message).toMatch(
        /^[A-Z].+[a-z]$/,
      );
    },
  );

  it("is not what looks like one", () => {
    expect(explainMachineError(new Error("ENOSPC: no space left on device"))).toBeNull();
    expect(explainMachineError(Object.assign(new Error("x"), { code: "ENOSPC" }))).toBeNull();
    expect(explainMachineError(new TypeError("x is not a function"))).toBeNull();
    expect(explainMachineError("ENOSPC")).toBeNull();
  });
});
