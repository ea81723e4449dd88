import { describe, expect, it } from "vitest";
import { accountId } from "../../../src/actions/accounts/operate.ts";
import type { Status } from "../../../src/actions/running/status.ts";
import { describeDelegation } from "../../../src/cli/dns/delegation-text.ts";
import { showStatus } from "../../../src/cli/running/status-text.ts";
import { showChanges } from "../../../src/cli/up/show.ts";
import { showPrepared, showUp } from "../../../src/cli/up/up-text.ts";
import { SettingsError } from "../../../src/errors.ts";
import { parseServerName } from "../../../src/kinds/names.ts";
import { changesOnCleanState, decideUp } from "../../../src/operations/up/up.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { showDns } from "../../../src/render/dns/records-text.ts";
import { emptyEngine, goal, newKeys, paths, seen } from "../../operations/up/situation.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

const { plan } = goal;
const changes = changesOnCleanState(plan);

describe("the plan as it is shown", () => {
  it("names everything that will be made, and what is done beside it", () => {
    const steps = decideUp(goal, seen({ keys: newKeys, state: null, engine: emptyEngine, changes: null }));
    const text = plain(showPrepared({ plan, steps, changes, drift: [] }));
    expect(text).toContain("+ create  container chatkeep-acme-synapse");
    expect(text).toContain("· create a master key");
  });

  it("says why something is replaced, and what was found", () => {
    const replaced = { action: "replace", what: "container", name: "proxy", because: ["image", "labels"] } as const;
    expect(plain(showChanges([replaced]))).toBe("  ± replace container proxy  (image, labels)");
    const drift = [{ what: "container", name: "proxy", found: "gone" }] as const;
    expect(plain(showPrepared({ plan, steps: [{ kind: "apply" }], changes: [replaced], drift }))).toContain(
      "! container proxy is missing",
    );
  });

  it("says so where there is nothing to change", () => {
    expect(showPrepared({ plan, steps: [], changes: [], drift: [] })).toBe("Nothing to change.");
  });
});

describe("the end of `up`", () => {
  const end = (json: boolean, isChanged = true) =>
    showUp({ stack: "acme", paths }, { plan, changes }, { json, isChanged });

  it("is the address, the authority to trust and the next two commands", () => {
    const text = end(false);
    expect(text).toContain(plan.baseUrl);
    expect(text).toContain(paths.authority);
    expect(text.split("\n").slice(-2)).toEqual([
      "  npx chatkeep account create NAME --admin --stack acme",
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

describe("the status", () => {
  const status: Status = {
    version: 1,
    stack: "acme",
    url: plan.baseUrl,
    serverName: plan.serverName,
    healthy: false,
    clients: { kind: "closed", why: "the answer is 502" },
    synapse: "1.163.2",
    certificate: { daysLeft: 59, validTo: "2026-12-30T06:00:00.000Z", issuer: "CN=R11" },
    services: [
      {
        service: "postgres",
        container: "p",
        healthy: true,
        state: "healthy",
        why: null,
        image: "i",
        version: "17.12",
        since: "2026-11-01T00:00:00Z",
        restarts: 2,
        killedForMemory: true,
      },
      {
        service: "synapse",
        container: "s",
        healthy: false,
        state: "unhealthy",
        why: "no database",
        image: "i",
        version: null,
        since: null,
        restarts: 0,
        killedForMemory: false,
      },
    ],
    settings: paths.stackFile,
    state: paths.stateFolder,
    passphrase: paths.passphrase,
    checkpoint: paths.checkpoint,
    volumes: ["chatkeep-acme-postgres", "chatkeep-acme-synapse", "chatkeep-acme-proxy"],
    missingVolumes: [],
    authority: null,
  };

  it("says since when, why not, and what to type", () => {
    const text = plain(showStatus(status, new Date("2026-11-01T05:00:00Z")));
    expect(text).toContain("since 2026-11-01 00:00:00 UTC, 5 hours");
    expect(text).toContain("no database");
    expect(text).toContain(
      "it was killed because it ran out of memory, and restarted 2 times, the last time at 2026-11-01 00:00:00 UTC",
    );
    expect(text).toContain("npx chatkeep logs --stack acme");
    for (const kept of [status.settings, status.passphrase, status.checkpoint, ...status.volumes])
      expect(text).toContain(kept);
    expect(text).toContain("59 days left, until 2026-12-30 06:00:00 UTC, from CN=R11");
  });

  it("names data that the engine does not have", () => {
    const [, , lost = ""] = status.volumes;
    const at = (missingVolumes: readonly string[]) => plain(showStatus({ ...status, missingVolumes }, new Date()));
    expect(at([lost])).toContain(`Data        missing: this engine has no volume ${lost}`);
    expect(at([])).not.toContain("missing");
  });

  it("counts a certificate's last day in hours, and says when it is over", () => {
    const at = (time: string) => plain(showStatus(status, new Date(time)));
    expect(at("2026-12-29T19:00:00Z")).toContain("Certificate 11 hours left, until");
    expect(at("2026-12-30T06:00:01Z")).toContain(
      "Certificate expired 1 second ago, at 2026-12-30 06:00:00 UTC, from CN=R11\n            Clients refuse to connect.",
    );
  });
});

describe("the name of an account", () => {
  const server = parseServerName("acme.example");
  if (server === null) throw new Error("a server name");

  it.each(["ana", "@ana", "@ana:acme.example"])("may be written as %s", (name) => {
    expect(accountId(name, server)).toBe("@ana:acme.example");
  });

  it.each(["Ana", "@ana:other.example", "", "a b"])("is refused as %s", (name) => {
    expect(() => accountId(name, server)).toThrow(SettingsError);
  });

  it("is not the one that the program itself works with", () => {
    expect(() => accountId("chatkeep", server)).toThrow(/chatkeep's own account/);
  });
});

/** Text without colours. */
function plain(text: string): string {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g"), "");
}
