import { describe, expect, it } from "vitest";
import type { PulumiEvent } from "../../../src/io/pulumi/events.ts";
import { journalIn } from "../../../src/operations/journal/journal.ts";
import { perform } from "../../../src/operations/steps/perform.ts";
import { type Step, steps as table, type World } from "../../../src/operations/up/steps.ts";
import { container, emptyEngine, goodEngine } from "../up/situation.ts";
import { madeUpWorld } from "./made-up-world.ts";

const said: PulumiEvent = { kind: "said", severity: "error", text: "port 443 is taken", resource: "proxy" };
const ill = { kind: "ended", exitCode: 1, at: "then" } as const;

/** A world whose Pulumi answers as it is told and keeps secrets in memory. */
function worldWith({ succeeds = true } = {}) {
  const made = madeUpWorld();
  const secrets = new Map<string, string>();
  const done: string[] = [];
  const run = (name: string) => async (onEvent: (event: PulumiEvent) => void) => {
    done.push(name);
    if (!succeeds) onEvent(said);
    return { succeeded: succeeds, interrupted: false, stderr: "" };
  };
  const world: World = {
    ...made,
    journal: journalIn({ ...made, isLocked: async () => true }, "/journal", {
      who: "ana@desk",
      run: "one",
      command: "up",
    }),
    narrator: { say: () => undefined, keep: () => undefined },
    cloudflare: async () => {
      throw new Error("no record is to be made");
    },
    askAsClient: async () => ({ kind: "through" }),
    makeImages: async (images) => void done.push(`images ${images}`),
    pulumi: {
      initStack: async () => void done.push("init"),
      removeSetting: async (key) => void secrets.delete(key),
      setSecret: async (key, path) => void secrets.set(key, made.disk.get(path) ?? ""),
      secret: async (key) => secrets.get(key) ?? "",
      preview: run("preview"),
      up: run("up"),
      clearPendingCreations: run("clear"),
      destroy: run("destroy"),
      unprotectAll: async () => void done.push("unprotect"),
      removeStack: async () => void done.push("forget"),
    },
    engine: {
      observe: async () => ({ ...emptyEngine, containers: [{ ...container("proxy"), state: ill }] }),
      facts: async () => goodEngine,
      missingImages: async () => [],
      startContainer: async (id) => void done.push(`start ${id}`),
      removeContainer: async (id) => void done.push(`remove ${id}`),
      removeNetwork: async (id) => void done.push(`remove ${id}`),
      removeVolume: async (name) => void done.push(`remove ${name}`),
      resumeContainer: async (id) => void done.push(`resume ${id}`),
      joinNetwork: async (network, id, alias) => void done.push(`join ${network} ${id} ${alias}`),
      leaveNetwork: async (network, id) => void done.push(`leave ${network} ${id}`),
      lastLogLines: async () => ["listen: address in use"],
      followLog: async () => undefined,
      fileIn: async () => "CERTIFICATE",
      filesIn: async () => ({}),
      execBytes: async () => ({ exitCode: 0, stdout: Buffer.alloc(0), stderr: "" }),
      execIn: async () => ({ exitCode: 0, stdout: "", stderr: "" }),
      feedIn: async () => null,
      database: () => ({
        async *rows() {
          yield* [];
        },
        run: async () => undefined,
      }),
      synapse: () => ({ send: async () => ({ status: 200, body: null, server: "" }), close: () => undefined }),
    },
  };
  return { world, done, disk: made.disk, secrets };
}

const keySteps: readonly Step[] = [
  { kind: "makeMasterKey", path: "/key" },
  { kind: "writePassphrase", path: "/passphrase", keyPath: "/key" },
  { kind: "initStack" },
  { kind: "storeMasterKey", keyPath: "/key" },
  { kind: "dropPendingKey", path: "/key" },
];

describe("performing steps", () => {
  it("makes a key whose passphrase follows from it, and leaves it in the stack file alone", async () => {
    const { world, disk, secrets } = worldWith();
    await perform(keySteps, table, world);
    expect(secrets.get("chatkeep:masterKey")).toMatch(/^[\w-]{43}$/);
    expect(disk.get("/passphrase")).toMatch(/^[\w-]{43}$/);
    expect(disk.has("/key")).toBe(false);
  });

  it("keeps no secret in the journal", async () => {
    const { world, disk, secrets } = worldWith();
    await perform(keySteps, table, world);
    const journal = disk.get("/journal") ?? "";
    expect(journal.split("\n")).toHaveLength(keySteps.length + 1);
    for (const secret of [...secrets.values(), disk.get("/passphrase") ?? ""]) expect(journal).not.toContain(secret);
  });

  it("does not drop a key that the stack file does not hold", async () => {
    const { world, disk, secrets } = worldWith();
    await perform(keySteps.slice(0, 4), table, world);
    secrets.set("chatkeep:masterKey", "another");
    await expect(perform(keySteps.slice(4), table, world)).rejects.toThrow(/another master key/);
    expect(disk.has("/key")).toBe(true);
  });

  it("writes a setting into the stack file and leaves the rest of it as it was", async () => {
    const { world, disk } = worldWith();
    disk.set("/stack.yaml", "# ours\nconfig:\n  chatkeep:serverName: acme.test # for good\n");
    const written: Step = { kind: "writeSetting", path: "/stack.yaml", key: "chatkeep:imageSource", value: "local" };
    await perform([written, written], table, world);
    expect(disk.get("/stack.yaml")).toBe(
      "# ours\nconfig:\n  chatkeep:serverName: acme.test # for good\n  chatkeep:imageSource: local\n",
    );
  });

  it("ends with the failing container's last words when Pulumi fails, and goes no further", async () => {
    const { world, done } = worldWith({ succeeds: false });
    const steps: readonly Step[] = [{ kind: "apply" }, { kind: "removeVolume", name: "data" }];
    await expect(perform(steps, table, world)).rejects.toThrow(
      /port 443 is taken[\s\S]*chatkeep-acme-proxy:\n {2}listen: address in use/,
    );
    expect(done).toEqual(["up"]);
  });

  it("keeps a journal byte by byte, and what tells whether it was cut off", async () => {
    const { world, disk } = worldWith();
    disk.set("/state/journal.jsonl", "a line\n").set("/state/journal.jsonl.last", "its hash");
    const steps: readonly Step[] = [
      { kind: "keepJournal", from: "/state/journal.jsonl", to: "/kept/acme.jsonl" },
      { kind: "removeStateFolder", path: "/state" },
    ];
    await perform(steps, table, world);
    expect([...disk]).toEqual([
      ["/kept/acme.jsonl.last", "its hash"],
      ["/kept/acme.jsonl", "a line\n"],
    ]);
  });

  it("removes salt and state folder, and leaves no journal behind", async () => {
    const { world, disk } = worldWith();
    disk.set("/stack.yaml", "config: {}\nencryptionsalt: v1:abc\n");
    disk.set("/state/passphrase", "secret");
    await perform(
      [
        { kind: "forgetSalt", path: "/stack.yaml" },
        { kind: "removeStateFolder", path: "/state" },
      ],
      table,
      world,
    );
    expect(disk.get("/stack.yaml")).toBe("config: {}\n");
    expect([...disk.keys()]).toEqual(["/stack.yaml", "/journal.last", "/journal"]);
  });
});
