import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { pathsFor } from "../../support/leaks/secrets.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { containerIds, startTimes } from "../../support/stack/engine.ts";
import { testSettings } from "../../support/stack/stack.ts";
import { writeStackFile } from "../../support/stack/stack-file.ts";

const stack = inject("mainStack");
const path = stackFilePath(stack.name);
let own: string;
let elsewhere: Home;
let before: readonly unknown[];

/** In this checkout lies the stack file, and elsewhere the state of another user, or of another machine. */
beforeAll(async () => {
  own = await readFile(path, "utf8");
  elsewhere = { ...stack, stateHome: await mkdtemp(join(tmpdir(), `chatkeep-${stack.name}-`)) };
  before = await untouched();
});

afterEach(() => writeFile(path, own));
afterAll(() => rm(elsewhere.stateHome, { recursive: true, force: true }));

async function untouched(): Promise<readonly unknown[]> {
  return [await containerIds(stack), await startTimes(stack)];
}

/** Each test is a dozen commands. */
const patience = 600_000;

const looking = [["status"], ["logs", "--lines", "1"], ["check"]];
const changing = [
  ["account", "create", "eve", "--password-stdin"],
  ["destroy", "--yes"],
  ["up", "--yes"],
];
const verbs = [...looking, ["preview"], ...changing, ["destroy", "--yes-delete-data", stack.name]];
const others = [
  { what: "another server name, and another state", serverName: "other.test", isElsewhere: true },
  { what: "the same server name, and another state", serverName: stack.serverName, isElsewhere: true },
  { what: "another server name, and the same user's state", serverName: "other.test", isElsewhere: false },
] as const;

describe("a stack of the same name that is another checkout's", () => {
  it.each(sample("other checkouts", others, 1))(
    "is refused by every verb, and not touched: $what",
    async ({ serverName, isElsewhere }) => {
      const home = isElsewhere ? elsewhere : stack;
      await writeStackFile(stack.name, { ...(await testSettings()), serverName });
      const written = await readFile(path, "utf8");
      if (!isElsewhere) expect((await chatkeep(home, ["env"])).exitCode).toBe(2);
      for (const words of sample("verbs at another checkout's stack", verbs, 4)) {
        const { exitCode, stderr } = await chatkeep(home, words, "four words are enough\n");
        expect(stderr, words.join(" ")).toMatch(
          /belongs to another server|cannot become|does not contain its master key/,
        );
        expect(exitCode, words.join(" ")).toBe(2);
      }
      expect(await untouched()).toEqual(before);
      expect(await readFile(path, "utf8")).toBe(written);
    },
    patience,
  );
});

describe("a checkout with the stack file and without its state", { timeout: patience }, () => {
  it("may look", async () => {
    const { stdout } = await chatkeepSucceeds(elsewhere, ["status", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true, serverName: stack.serverName });
    expect((await chatkeepSucceeds(elsewhere, ["logs", "postgres", "--lines", "5"])).stdout).not.toBe("");
  });

  it("may not change, without the passphrase that proves whose it is", async () => {
    for (const words of changing) {
      const { exitCode, stderr } = await chatkeep(elsewhere, words, "four words are enough\n");
      expect(stderr, words.join(" ")).toContain(pathsFor(elsewhere).passphrase);
      expect(exitCode, words.join(" ")).toBe(2);
    }
    expect(await untouched()).toEqual(before);
  });

  it("is asked, with the passphrase, before it removes or takes over anything", async () => {
    const [from, to] = [pathsFor(stack).passphrase, pathsFor(elsewhere).passphrase];
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
    for (const words of [["destroy"], ["up"]]) {
      const { exitCode, stderr } = await chatkeep(elsewhere, words);
      expect(stderr).toContain(`chatkeep-${stack.name}-synapse`);
      expect(stderr).toMatch(/There is no terminal for this question: .*\n\nAnswer it with --yes/s);
      expect(exitCode, words.join(" ")).toBe(2);
    }
    expect(await untouched()).toEqual(before);
  });
});
