import { describe, expect, it } from "vitest";
import { repositoryIn } from "../../../src/io/repository/repository-in.ts";

// As restic 0.18 printed it.
const listed =
  '[{"time":"2026-11-30T10:32:41.1+01:00","tree":"t","paths":["/database.dump"],"hostname":"acme","tags":["stack=acme","archive=a","part=database"],"program_version":"restic 0.18.0","summary":{"total_bytes_processed":298356,"data_added_packed":4000},"id":"50b4","short_id":"50b4"}]';

function answering(exitCode: number, stdout: string, stderr = "") {
  const asked: (readonly string[])[] = [];
  const repository = repositoryIn(async (args) => {
    asked.push(args);
    return { exitCode, stdout: Buffer.from(stdout), stderr };
  });
  return { repository, asked };
}

describe("a repository that restic reads", () => {
  it("lists snapshots that have all of the tags, times in UTC, and locks nothing", async () => {
    const { repository, asked } = answering(0, listed);
    expect(await repository.snapshots(["stack=acme", "part=database"])).toEqual([
      {
        id: "50b4",
        time: "2026-11-30T09:32:41.100Z",
        host: "acme",
        tags: ["stack=acme", "archive=a", "part=database"],
        paths: ["/database.dump"],
        bytes: 298_356,
        added: 4_000,
      },
    ]);
    expect(asked[0]).toEqual([
      "sh",
      "./restic.sh",
      "--no-lock",
      "--json",
      "snapshots",
      "--tag",
      "stack=acme,part=database",
    ]);
  });

  it("says that another key made it, or that it is not there", async () => {
    await expect(answering(12, "").repository.snapshots([])).rejects.toThrow("this key does not open it");
    await expect(answering(10, "").repository.size()).rejects.toThrow("There is no repository");
  });

  it("says what restic said otherwise", async () => {
    const said =
      '{"message_type":"exit_error","code":1,"message":"Fatal: unable to open repository: dial tcp: lookup backup.example"}';
    await expect(answering(1, "", said).repository.snapshots([])).rejects.toThrow("dial tcp: lookup backup.example");
  });
});
