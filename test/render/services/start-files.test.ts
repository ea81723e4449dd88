import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderFiles } from "../../../src/render/render.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const plan = decidePlan("acme", exampleSettings({ calls: "on", addresses: { ipv4: "203.0.113.7" } }));
const files = renderFiles(plan, readTemplates(), null);

describe.each(Object.values(plan.services))("the container of $role", ({ role, dataFolder, temporaryFolders }) => {
  const texts = new Map(files.services[role]?.map(({ path, text }) => [path, text]));

  it("has what starts it, what asks for its health, and room for the answer", () => {
    expect(["start.sh", "health.sh", "check.sh"].filter((path) => !texts.has(path))).toEqual([]);
    expect(temporaryFolders).toHaveProperty(["/tmp"]);
  });

  it("writes into its data which configuration it runs on: the installer removes any other but the newest", () => {
    expect(texts.get("start.sh")).toContain("configuration-in-use");
    expect(texts.get("start.sh")).toContain(dataFolder);
  });
});
