import { execFileSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { driftIn } from "../../../src/actions/checks/drift.ts";
import { showChanged, showFindings } from "../../../src/cli/checks/findings-text.ts";
import { showTimer } from "../../../src/cli/checks/timer-text.ts";
import { listedIn } from "../../../src/cli/terminal/listed.ts";
import type { Finding } from "../../../src/operations/checks/finding.ts";
import { paths } from "../../operations/up/situation.ts";

function finding(id: string, verdict: Finding["verdict"], rest: Partial<Finding> = {}): Finding {
  return { id, title: `title of ${id}`, why: "it matters", verdict, found: "so", advice: null, ...rest };
}

describe("findings, as they are shown", () => {
  const findings = [
    finding("one", "fine"),
    finding("two", "wrong", { found: "open", advice: "Close it.\nThen look." }),
    finding("three", "unknown", { found: "no answer" }),
    finding("four", "unknown", { found: "no answer" }),
  ];

  it("are a line where all is well, and what, why and what to do where it is not", () => {
    const text = stripVTControlCharacters(showFindings("acme:", findings));
    expect(text).toContain("  fine      one                  title of one: so\n");
    expect(text).toMatch(/wrong +two +title of two\n +open\n +Why: it matters\n +Do: {2}Close it\.\n +Then look\.\n/);
    expect(text).toMatch(/unknown +four +title of four: same reason as above\n/);
    expect(text).toMatch(/\n1 wrong, 2 not observed, 1 fine\.$/);
  });

  it("that changed say what they were before, and nothing is said where none did", () => {
    const text = stripVTControlCharacters(showChanged("acme:", [{ ...finding("two", "wrong"), before: "fine" }]));
    expect(text).toMatch(/wrong +two[\s\S]*before: fine$/);
    expect(showChanged("acme:", [])).toBe("");
  });
});

describe("what makes the look a regular one", () => {
  it("is a systemd unit with its timer and a line for cron, with the same command", () => {
    const text = showTimer({ stack: "acme", paths, environment: {} }, "/etc/chatkeep/webhook");
    const command = `${process.execPath} ${paths.checkout}bootstrap/chatkeep.mjs check --stack acme --changes --webhook-file /etc/chatkeep/webhook`;
    expect(text).toContain(`ExecStart=${command}\n`);
    expect(text).toContain(`*/15 * * * * ${command}`);
    expect(text).toContain("OnCalendar=*:0/15");
  });

  it("finds the engine and the state that this shell knows, and keeps words with spaces together", () => {
    const environment = { DOCKER_HOST: "ssh://root@chat.example.org", XDG_STATE_HOME: "/my state", OTHER: "x" };
    const text = showTimer({ stack: "acme", paths, environment }, undefined);
    const begin = 'ExecStart=/usr/bin/env DOCKER_HOST=ssh://root@chat.example.org "XDG_STATE_HOME=/my state" ';
    expect(text).toContain(begin);
    expect(text).not.toContain("OTHER");
  });
});

describe("a word in the regular look that means something to anyone who reads it", () => {
  const folder = `/my 50% of "$HOME" and it's \\ \`id\``;
  const text = showTimer({ stack: "acme", paths, environment: { XDG_STATE_HOME: folder } }, undefined);

  it("comes out of cron and its shell as it was", () => {
    const line = /^\*\/15 \* \* \* \* (.*)$/m.exec(text)?.[1] ?? "";
    const handedOn = line.replaceAll("\\%", "%").replace("/usr/bin/env", "printf '%s\\n'");
    const [first] = execFileSync("sh", ["-c", handedOn], { encoding: "utf8" }).split("\n");
    expect(first).toBe(`XDG_STATE_HOME=${folder}`);
    expect(line.replaceAll("\\%", "")).not.toContain("%");
  });

  it("is doubled or escaped for systemd", () => {
    expect(text).toContain(`ExecStart=/usr/bin/env "XDG_STATE_HOME=/my 50%% of \\"$$HOME\\" and it's \\\\ \`id\`" `);
  });
});

describe("drift", () => {
  it("is what was found changed, and what would change beside it, each once", () => {
    const drift = [{ what: "container", name: "synapse", found: "gone" }] as const;
    const change = (name: string) => ({ action: "replace", what: "container", name, because: [] }) as const;
    expect(driftIn({ drift, changes: [change("synapse"), change("proxy")] })).toEqual([
      { what: "container", name: "synapse", found: "gone" },
      { what: "container", name: "proxy", found: "to be changed" },
    ]);
    expect(driftIn({ drift: [], changes: [] })).toEqual([]);
  });
});

describe("name servers in one text", () => {
  it.each([
    ["192.0.2.53", ["192.0.2.53"]],
    ["192.0.2.53, [2001:db8::53]:5353", ["192.0.2.53", "[2001:db8::53]:5353"]],
    ["  ", []],
  ])("are told apart: %s", (text, found) => {
    expect(listedIn(text)).toEqual(found);
  });
});
