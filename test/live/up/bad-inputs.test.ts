import { readdir, readFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { badSettings } from "../../settings/bad/all.ts";
import { type BadCase, fileOf } from "../../settings/bad/case.ts";
import { isSoak, sample, sampleOfEach } from "../../support/sample.ts";
import {
  chatkeep,
  environmentOf,
  type Home,
  type Outcome,
  program,
  runProgram,
} from "../../support/stack/command-line.ts";
import { leftOnEngine } from "../../support/stack/engine.ts";
import { newHome, type StackOptions } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";

/** No one listens there: who asks the engine before the settings are judged ends otherwise than with 2. */
const noEngine = { dockerHost: "tcp://127.0.0.1:1" };
const realEngine = { dockerHost: null };

const kinds = Map.groupBy(badSettings, ({ kind }) => kind);
/** What each is told is held without a process (test/settings/bad-settings.test.ts); here, that the command line ends with it. */
const few = new Map(sample("kinds of bad inputs", [...kinds], 4));
const drawn = new Set([...sampleOfEach("bad inputs", few, 1), ...sample("bad inputs", badSettings, 2)]);
const inputs = badSettings.map((bad, number) => ({ bad, number })).filter(({ bad }) => drawn.has(bad));

describe("`chatkeep up` on settings that are wrong says where and what, ends with 2 and makes nothing", () => {
  it.concurrent.each(inputs)("$bad.kind: $bad.key ($number)", async ({ bad, number }) => {
    if (isSoak || number % 2 === 0) await refuses(bad, ["up", "--yes"], noEngine);
    if (isSoak || number % 2 === 1) await refuses(bad, ["up", "--json"], realEngine);
  });

  it.concurrent.each([["up", "--dry-run"], ["preview"], ["account", "create", "ana"]])(
    "%s %s does so too",
    async (...words) => {
      const file = { kind: "", text: "chatkeep:serverName: Acme.example.org", key: "chatkeep:serverName" };
      await refuses({ ...file, says: "in lower case" }, words.filter(Boolean), noEngine);
    },
  );

  it.concurrent.each([["--yes"], ["--yes-delete-data"]])(
    "`destroy %s` does so for the name of a stack that never was",
    async (flag) => {
      const home = await newHome(realEngine);
      const words = flag === "--yes" ? [flag] : [flag, home.name];
      const { exitCode, stderr } = await chatkeep(home, ["destroy", ...words]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`The stack ${home.name} does not exist: `)]);
      expect(await readdir(home.stateHome)).toEqual([]);
      await removeStack(home);
    },
  );

  it("reports every mistake of a file at once, in the order of the file", async () => {
    const text = [
      "chatkeep:serverName: Acme.example.org.",
      "chatkeep:memory: 2G",
      "chatkeep:nope: 1",
      "chatkeep:homeserver:",
      "  listeners: []",
      "  max_avatar_sise: 5M",
      "  bcrypt_rounds: 4",
      "chatkeep:ports: { https: 80 }",
    ].join("\n");
    const { stderr } = await refuses(
      { kind: "", text, key: "chatkeep:memory", says: "2 GiB" },
      ["up", "--json"],
      noEngine,
    );
    const places = [...stderr.matchAll(/\.yaml:(\d+): (\S+):/g)].map(([, line, key]) => `${line} ${key}`);
    expect(places).toEqual([
      "2 chatkeep:serverName",
      "3 chatkeep:memory",
      "4 chatkeep:nope",
      "6 chatkeep:homeserver.listeners",
      "7 chatkeep:homeserver.max_avatar_sise",
      "8 chatkeep:homeserver.bcrypt_rounds",
      "9 chatkeep:ports.http",
    ]);
  });
});

describe("a command line that is wrong ends with 2, says so and makes nothing", () => {
  const lines: readonly (readonly [says: string, words: readonly string[]])[] = [
    ["not a valid stack name", ["up", "--stack", "../../etc"]],
    ["not a valid stack name", ["up", "--stack", "Acme"]],
    ["not a valid stack name", ["up", "--stack", "a b"]],
    ["not a valid stack name", ["up", "--stack", ""]],
    ["not a valid stack name", ["up", "--stack", "a".repeat(33)]],
    ["not a valid stack name", ["up", "--stack", "acme\n"]],
    ["not a valid stack name", ["destroy", "--stack", "$(id)", "--yes"]],
    ["npx chatkeep init --stack nobody", ["up", "--stack", "nobody"]],
    ["unknown option '--yess'", ["up", "--yess"]],
    ["unknown command 'upp'", ["upp"]],
    ["too many arguments", ["up", "now"]],
    ["argument missing", ["up", "--stack"]],
    ["argument 'many' is invalid", ["logs", "--lines", "many"]],
  ];

  it.concurrent.each(sample("command lines that are wrong", lines, 5))("%s: %j", async (says, words) => {
    await using at = await stackAt(noEngine);
    const { exitCode, stdout, stderr } = await run(at.home, words);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(says);
    expect(await readdir(at.home.stateHome)).toEqual([]);
  });
});

/** Runs `up` on a stack of its own with this file, and looks for all it may have left. */
async function refuses(bad: BadCase, words: readonly string[], options: StackOptions): Promise<Outcome> {
  await using at = await stackAt(options);
  const path = stackFilePath(at.home.name);
  await writeFile(path, fileOf(bad));
  const outcome = await chatkeep(at.home, words);
  const { exitCode, stdout, stderr } = outcome;
  expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 2, stdout: "" });
  const lines = stderr.split("\n").filter((each) => each.includes(` ${bad.key}: `) && each.includes(bad.says));
  expect(lines, stderr).not.toEqual([]);
  for (const line of lines) expect(line.startsWith(isWritten(bad) ? `${path}:` : path), line).toBe(true);
  if (isWritten(bad)) expect(lines[0]?.slice(path.length)).toMatch(/^:[1-9]\d*: /);
  expect(await readFile(path, "utf8")).toBe(fileOf(bad));
  expect(await readdir(at.home.stateHome)).toEqual([]);
  expect(await leftOnEngine({ ...at.home, dockerHost: null })).toEqual([]);
  return outcome;
}

/** Whether the setting that the message names stands on a line; a whole file may be wrong everywhere. */
function isWritten(bad: BadCase): boolean {
  return bad.whole !== true && (bad.key === "YAML" || bad.text.includes(bad.key.split(/[.[`]/).find(Boolean) ?? ""));
}

async function stackAt(options: StackOptions): Promise<AsyncDisposable & { readonly home: Home }> {
  const home = await newHome(options);
  return { home, [Symbol.asyncDispose]: () => removeStack({ ...home, dockerHost: null }) };
}

function run(home: Home, words: readonly string[]): Promise<Outcome> {
  return runProgram(process.execPath, [program, ...words], environmentOf(home));
}
