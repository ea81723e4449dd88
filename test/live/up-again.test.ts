import { describe, expect, inject, it } from "vitest";
import { chatkeepSucceeds } from "../support/command-line.ts";
import { containerIds } from "../support/engine.ts";

const stack = inject("mainStack");

describe("up, again", () => {
  it("changes nothing, and says so to people and to scripts", async () => {
    const before = await containerIds(stack);
    const again = await chatkeepSucceeds(stack, ["up", "--json"]);
    console.log(`\`chatkeep up\` with nothing to do took ${again.seconds.toFixed(1)} s.`);
    expect(again.stderr).toContain("Nothing to change.");
    expect(JSON.parse(again.stdout)).toMatchObject({ url: stack.baseUrl, changed: false, changes: [] });
    expect(await containerIds(stack)).toEqual(before);
  });

  it("leaves a stack that is well", async () => {
    const { stdout } = await chatkeepSucceeds(stack, ["status", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true, serverName: stack.serverName });
  });
});
