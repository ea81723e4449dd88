import { describe, expect, it } from "vitest";
import type { Status } from "../../../src/actions/running/status.ts";
import { showStatus } from "../../../src/cli/running/status-text.ts";

const now = new Date("2026-11-01T12:00:00Z");

const synapse = {
  service: "synapse",
  container: "chatkeep-team-synapse",
  healthy: true,
  state: "healthy",
  why: null,
  image: "chatkeep/synapse:1.163.2-r2",
  version: "1.163.2",
  since: "2026-11-01T11:00:00Z",
  restarts: 5,
  killedForMemory: true,
} as const;

function shown(changed: Partial<Status["services"][number]>, more: Partial<Status> = {}): string {
  const status: Status = {
    version: 1,
    stack: "team",
    url: "https://team.test",
    serverName: "team.test",
    healthy: true,
    clients: { kind: "through" },
    synapse: "1.163.2",
    certificate: null,
    services: [{ ...synapse, ...changed }],
    backups: null,
    erasureUnrecorded: false,
    drill: null,
    setAside: [],
    settings: "",
    state: "",
    passphrase: "",
    checkpoint: "",
    volumes: [],
    missingVolumes: [],
    authority: null,
    ...more,
  };
  return showStatus(status, now);
}

describe("what `status` says of a service that was killed for memory", () => {
  it("is that it was, since when it runs again, and what to do", () => {
    const text = shown({});
    expect(text).toContain(
      "killed because it ran out of memory, and restarted 5 times, the last time at 2026-11-01 11:00:00",
    );
    expect(text).toContain("npx chatkeep logs synapse --stack team");
    expect(text).toContain("chatkeep:memory");
  });

  it("asks for nothing where it was more than a day ago", () => {
    const text = shown({ since: "2026-10-30T11:00:00Z" });
    expect(text).toContain("restarted 5 times");
    expect(text).not.toContain("chatkeep:memory");
  });

  it("is nothing where it simply runs", () => {
    expect(shown({ restarts: 0, killedForMemory: false })).not.toContain("restarted");
  });
});

describe("what `status` says of drills", () => {
  const backups = { health: "good", ill: false, found: "", newest: null } as const;
  const drill = { archive: "a1", ended: "2026-11-01T10:00:00Z", passed: true, open: [], recoverySeconds: 61.4 };

  it("is what the newest came to, and when", () => {
    expect(shown({}, { backups, drill })).toContain("Drill       passed 2 hours ago, of a1, in 61 s");
    const text = shown({}, { backups, drill: { ...drill, passed: false, open: ["rows", "canary-reads"] } });
    expect(text).toContain("2 hours ago, of a1: rows, canary-reads");
  });

  it("is how to have one where there was none, and nothing where there are no backups", () => {
    expect(shown({}, { backups })).toContain("npx chatkeep drill --stack team");
    expect(shown({}, {})).not.toContain("Drill");
  });
});

describe("what `status` says of data that was moved aside", () => {
  const folder = { by: "restore" as const, name: "set-aside-2026-11-01T10-00-00Z", since: "2026-11-01T10:00:00Z" };
  const aside = { ...folder, services: ["postgres", "synapse"], bytes: 1_200_000_000 };

  it("is where it lies, how large it is, how old, and what deletes it", () => {
    const text = shown({}, { setAside: [aside, { ...aside, services: ["postgres"], bytes: null }] });
    expect(text).toContain(`${folder.name} in the volumes of postgres and synapse: 1.2 GB, 2 hours old`);
    expect(text).toContain(`${folder.name} in the volumes of postgres: 2 hours old`);
    expect(text).toContain("npx chatkeep restore --delete-set-aside --stack team");
    expect(text).not.toContain("--delete-old");
  });

  it("names the command of upgrades where one left it", () => {
    const text = shown({}, { setAside: [{ ...aside, by: "upgrade" }] });
    expect(text).toContain("npx chatkeep upgrade postgres --delete-old --stack team");
    expect(text).not.toContain("--delete-set-aside");
  });

  it("is nothing where there is none", () => {
    expect(shown({})).not.toContain("Set aside");
  });
});

describe("what `status` says of an erasure that the backups do not know", () => {
  it("is that it would come back, and what records it", () => {
    expect(shown({}, { erasureUnrecorded: true })).toMatch(/not yet recorded .*npx chatkeep backup now --stack team/);
    expect(shown({})).not.toContain("Erasure");
  });
});
