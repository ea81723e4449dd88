import { describe, expect, inject, it } from "vitest";
import { archivesOf } from "../../support/backup/archives.ts";
import { printedIn } from "../../support/stack/engine.ts";

const server = inject("backupStack");

/** So many days ago, at a minute of an hour: restic keeps one of each hour, of as many hours as have one (restic manual, "Removing snapshots"). */
function ago(days: number, minute: number): string {
  const time = new Date(Date.now() - days * 86_400_000);
  time.setUTCMinutes(minute, 0, 0);
  return time.toISOString().slice(0, 19).replace("T", " ");
}

/** Whole archives, and such as were cut off, by their names. */
const whole = { "one-first": ago(40, 1), "one-early": ago(40, 5), "one-late": ago(40, 25) } as const;
const unfinished = { "cut-long-ago": ago(2, 5), "cut-now": ago(0, 0) } as const;

/** Puts snapshots into the repository as if they had been made then. */
async function make(archive: string, time: string, parts: readonly string[]) {
  const tags = ["--tag", `stack=${server.name}`, "--tag", `archive=${archive}`];
  for (const part of parts) {
    const options = ["--quiet", "--host", server.name, "--time", time, ...tags, "--tag", `part=${part}`];
    await printedIn(server, "backup", "sh", "./restic.sh", "backup", ...options, "facts.json");
  }
}

describe("pruning", () => {
  it("removes whole archives by the policy, and what has been unfinished for a day", async () => {
    const before = (await archivesOf(server)).map(({ id }) => id);
    for (const [archive, when] of Object.entries(whole)) await make(archive, when, ["database", "files", "manifest"]);
    for (const [archive, when] of Object.entries(unfinished)) await make(archive, when, ["database"]);
    await printedIn(server, "backup", "sh", "./restic.sh", "backup", "--quiet", "--tag", "mine", "facts.json");
    const result = JSON.parse(await printedIn(server, "backup", "bash", "./prune.sh"));
    const after = (await archivesOf(server)).map(({ id }) => id);
    // Of one hour the last one stays; the very first stays while there are few.
    expect(after.filter((id) => !before.includes(id)).toSorted()).toEqual(["cut-now", "one-first", "one-late"]);
    expect(result).toMatchObject({ outcome: "made" });
    expect(result.removed).toBeGreaterThanOrEqual(2);
    const others = await printedIn(
      server,
      "backup",
      "sh",
      "./restic.sh",
      "--no-lock",
      "--json",
      "snapshots",
      "--tag",
      "mine",
    );
    expect(JSON.parse(others)).toHaveLength(1);
    expect(before.at(-1)).toBe(after.filter((id) => before.includes(id)).at(-1));
  });
});
