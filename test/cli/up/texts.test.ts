import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { showChanges } from "../../../src/cli/up/show.ts";
import { showPrepared, showUp } from "../../../src/cli/up/up-text.ts";
import { changesOnCleanState, decideUp } from "../../../src/operations/up/up.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { emptyEngine, goal, newKeys, paths, seen } from "../../operations/up/situation.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const { plan } = goal;
const changes = changesOnCleanState(plan);

describe("the plan as it is shown", () => {
  it("names everything that will be made, and what is done beside it", () => {
    const steps = decideUp(goal, seen({ keys: newKeys, state: null, engine: emptyEngine, changes: null }));
    const text = stripVTControlCharacters(showPrepared({ plan, steps, changes, drift: [] }));
    expect(text).toContain("+ create  container chatkeep-acme-synapse");
    expect(text).toContain("· create a master key");
  });

  it("says why something is replaced, and what was found", () => {
    const replaced = { action: "replace", what: "container", name: "proxy", because: ["image", "labels"] } as const;
    expect(stripVTControlCharacters(showChanges([replaced]))).toBe("  ± replace container proxy  (image, labels)");
    const drift = [{ what: "container", name: "proxy", found: "gone" }] as const;
    expect(
      stripVTControlCharacters(showPrepared({ plan, steps: [{ kind: "apply" }], changes: [replaced], drift })),
    ).toContain("! container proxy is missing");
  });

  it("says so where there is nothing to change", () => {
    expect(showPrepared({ plan, steps: [], changes: [], drift: [] })).toBe("Nothing to change.");
  });
});

describe("the end of `up`", () => {
  const end = (json: boolean, isChanged = true) =>
    showUp({ stack: "acme", paths }, { plan, changes }, { json, isChanged });

  it("is the address, the authority to trust and the next commands", () => {
    const text = end(false);
    expect(text).toContain(plan.baseUrl);
    expect(text).toContain(paths.authority);
    expect(text.split("\n").slice(-3)).toEqual([
      "  npx chatkeep account create NAME --admin --stack acme",
      "  npx chatkeep recovery kit --stack acme   (the server's key, to print)",
      "  npx chatkeep status --stack acme",
    ]);
  });

  it("says in full, after a change, what the website at the server name has to serve", () => {
    const delegated = { plan: decidePlan("acme", exampleSettings({ hostName: "chat.acme.example.org" })), changes };
    const text = showUp({ stack: "acme", paths }, delegated, { json: false, isChanged: true });
    expect(text).toContain("https://acme.example.org/.well-known/matrix/client");
    expect(text).toContain("nginx, in the `server` block");
    expect(text).toContain("npx chatkeep delegation --stack acme");
    expect(showUp({ stack: "acme", paths }, delegated, { json: false, isChanged: false })).not.toContain("nginx");
    expect(end(false)).not.toContain("nginx");
  });

  it("is a versioned document for scripts", () => {
    expect(JSON.parse(end(true, false))).toEqual({
      version: 1,
      stack: "acme",
      url: plan.baseUrl,
      serverName: plan.serverName,
      authority: paths.authority,
      changed: false,
      changes: [],
    });
  });
});
