import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { exportLines } from "../../../src/cli/setup/env.ts";

describe("the lines of `chatkeep env`", () => {
  it("give a shell exactly these variables, whatever is in them", () => {
    const variables = { PLAIN: "/usr/bin", ODD: 'it\'s $HOME `id` "x" \\' };
    const script = `${exportLines(variables).join("\n")}\nprintf '%s\\n%s' "$PLAIN" "$ODD"`;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(`${variables.PLAIN}\n${variables.ODD}`);
  });

  it("keep the folders that the shell searches", () => {
    const script = `${exportLines({ PATH: "/first/folder" }).join("\n")}\nprintf '%s' "$PATH"`;
    const path = execFileSync("/bin/sh", ["-c", script], { encoding: "utf8", env: { PATH: "/usr/bin" } });
    expect(path).toBe("/first/folder:/usr/bin");
  });
});
