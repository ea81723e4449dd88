import { describe, expect, it } from "vitest";
import { describeDelegation } from "../../../src/cli/dns/delegation-text.ts";
import { showUp } from "../../../src/cli/up/up-text.ts";
import { changesOnCleanState } from "../../../src/operations/up/up.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { showDns } from "../../../src/render/dns/records-text.ts";
import { goal, paths } from "../../operations/up/situation.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const changes = changesOnCleanState(goal.plan);

describe("the records for people to make", () => {
  const ofStack = (settings: Readonly<Record<string, unknown>>) =>
    showDns(decidePlan("acme", exampleSettings(settings))).join("\n");
  const addresses = { ipv4: "203.0.113.7" };

  it("are a table and lines of a zone file, after a change", () => {
    const changed = { plan: decidePlan("acme", exampleSettings({ addresses })), changes };
    const text = showUp({ stack: "acme", paths }, changed, { json: false, isChanged: true });
    expect(text).toMatch(/acme\.example\.org +A +203\.0\.113\.7 +300 +where clients/);
    expect(text).toMatch(/acme\.example\.org\. 300 +IN A +203\.0\.113\.7/);
    const again = showUp({ stack: "acme", paths }, changed, { json: false, isChanged: false });
    expect(again).not.toContain("203.0.113.7");
  });

  it("say which addresses are not known", () => {
    expect(ofStack({})).toContain("acme.example.org  A and AAAA  the server's public addresses");
    expect(ofStack({ addresses })).not.toContain("A and AAAA");
  });

  it("are not shown where they are made otherwise, or where there are none", () => {
    expect(ofStack({ dns: "cloudflare", addresses })).toBe("");
    expect(ofStack({ serverName: "localhost", tls: "internal" })).toBe("");
  });
});

describe("how the server name leads to the host", () => {
  const hostName = "chat.acme.example.org";
  const sentence = (settings: Readonly<Record<string, unknown>>) =>
    describeDelegation(decidePlan("acme", exampleSettings(settings)));

  it.each([
    [{}, "acme.example.org itself"],
    [{ hostName, delegation: "here" }, "https://acme.example.org/.well-known/matrix/"],
    [{ hostName }, "The website https://acme.example.org must say"],
    [
      { hostName, delegation: "srv", federation: "open", tls: { mode: "acme", challenge: "dns" } },
      "_matrix-fed._tcp.acme.example.org",
    ],
  ])("is said for %o", (settings, words) => {
    expect(sentence(settings)).toContain(words);
  });
});
