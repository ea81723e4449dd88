import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { newHome, testSettings } from "../../support/stack/stack.ts";
import { writeStackFile } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

describe("Element Web where images are built on the spot", () => {
  let home: Home;

  beforeAll(async () => {
    home = await newHome();
    await writeStackFile(home.name, { ...(await testSettings()), elementWeb: "web.team.test", imageSource: "local" });
  });
  afterAll(() => removeStack(home));

  it("is left out, and one line says so before anything is made", async () => {
    const { stdout, stderr } = await chatkeepSucceeds(home, ["up", "--dry-run"]);
    const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => line.includes("Element Web"));
    expect(lines).toEqual([expect.stringContaining("Element Web is not served at web.team.test")]);
  });
});
