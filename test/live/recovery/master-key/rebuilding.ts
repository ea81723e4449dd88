import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it } from "vitest";
import { stackFilePath } from "../../../../src/io/machine/program-files.ts";
import { MasterKey } from "../../../../src/keys/master-key.ts";
import type { NamedSecret } from "../../../../src/kinds/secret.ts";
import { findLeaks } from "../../../../src/operations/leaks/leaks.ts";
import { readAll } from "../../../../src/operations/recovery/typed.ts";
import { installWhereMissing } from "../../../support/debian-package.ts";
import { searchStack } from "../../../support/leaks/secrets.ts";
import { readMessage } from "../../../support/members/inside-client.ts";
import {
  type Ceremonies,
  rebuildFromShares,
  rebuildFromWords,
  sealedCopy,
  secretsOf,
  signingKeyOf,
  watching,
} from "../../../support/recovery/ceremonies.ts";
import { inputSecrets, mistakes } from "../../../support/recovery/mistakes.ts";
import { shareOn, sheetTexts, threeOf, wordsOn } from "../../../support/recovery/sheets.ts";
import { sample } from "../../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../../support/stack/command-line.ts";
import { masterKeyOf } from "../../../support/stack/pulumi.ts";

let scene: Ceremonies;
let keyId: string;
let words: string;
let shares: readonly string[];
let others: readonly string[];
let secrets: readonly NamedSecret[];

/** That a server's key is written down in every way, known again, and gives the same server back. */
export function rebuildingTests(at: () => Ceremonies): void {
  beforeAll(() => {
    scene = at();
  });

  describe("the ceremonies of a running server", () => {
    it("write its key as words and sealed, and as shares, and again for others", async () => {
      const folders = ["words", "shares", "others"].map((name) => join(scene.sheets, name));
      await installWhereMissing("/usr/bin/chromium", "chromium");
      const [asWords = "", asShares = "", anew = ""] = folders;
      const people = ["Ana Sol @ana:team.test", "Ben", "Cleo", "Dora", "Eli"];
      expect(await watching(scene, ["recovery", "kit", "--folder", asWords, "--pdf", "--json"])).toMatchObject({
        exitCode: 0,
      });
      const kit = JSON.parse(scene.said.at(-1)?.stdout ?? "");
      expect((await readFile(join(asWords, `recovery-kit-${scene.home.name}.pdf`), "latin1")).slice(0, 5)).toBe(
        "%PDF-",
      );
      keyId = kit.keyId;
      expect(kit.sealed).toEqual({ file: join(asWords, `recovery-kit-${scene.home.name}.tar.age`), recipients: 1 });
      expect((await watching(scene, ["recovery", "kit", "--folder", asShares, "--share", ...people])).exitCode).toBe(0);
      const reshared = await watching(scene, [
        "recovery",
        "reshare",
        "--folder",
        anew,
        "--share",
        "Fay",
        "Gil",
        "Hana",
      ]);
      expect(reshared.stderr).toMatch(
        /Shares that were made before still open this key.*\n +[0-9a-f]{8} of .*any 3 of/s,
      );
      expect(reshared.stderr).toContain("@ana:team.test, Ben, Cleo, Dora, Eli");
      expect(reshared.stderr).toContain("keys new-master");
      words = wordsOn((await sheetTexts(asWords))[0] ?? "");
      shares = (await sheetTexts(asShares)).map(shareOn);
      others = (await sheetTexts(anew)).map(shareOn);
      expect([words.split(" ").length, shares.length, others.length]).toEqual([24, 5, 3]);
      for (const path of [...folders, ...kit.files])
        expect((await stat(path)).mode & 0o777).toBe(folders.includes(path) ? 0o700 : 0o600);
    });

    it("do not write into a folder that holds something", async () => {
      const { exitCode, stderr } = await chatkeep(scene.home, [
        "recovery",
        "kit",
        "--folder",
        join(scene.sheets, "words"),
      ]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("is not empty")]);
    });

    it("leave lines in the journal, which stays whole", async () => {
      const { stdout } = await chatkeepSucceeds(scene.home, ["journal", "show", "--lines", "3", "--json"]);
      const holders = ["@ana:team.test", "Ben", "Cleo", "Dora", "Eli"];
      expect(JSON.parse(stdout).lines).toMatchObject([
        { deed: { step: "recovery kit" } },
        { deed: { step: "recovery kit", about: { keyId, threshold: 3, holders } } },
        { deed: { step: "recovery reshare" } },
      ]);
      expect(JSON.parse((await chatkeepSucceeds(scene.home, ["journal", "verify", "--json"])).stdout)).toMatchObject({
        whole: true,
      });
    });

    it("know their own sheet, shares and sealed copy again", async () => {
      const yes = {
        exitCode: 0,
        stdout: expect.stringContaining(`Yes: this is the master key of the stack ${scene.home.name}`),
      };
      expect(await watching(scene, ["recovery", "verify", "--stdin"], words)).toMatchObject(yes);
      expect(await watching(scene, ["recovery", "verify", "--stdin"], shares.slice(1, 4).join("\n"))).toMatchObject(
        yes,
      );
      const sealed = sealedCopy(scene);
      expect(
        await watching(scene, ["recovery", "verify", "--sealed", sealed, "--stdin"], scene.identity),
      ).toMatchObject(yes);
      const single = await watching(scene, ["recovery", "verify", "--single", "--stdin"], shares[4]);
      expect(single).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("share 5 of group") });
    });

    it("seal a copy that age itself opens: the sheet, and the stack file", async () => {
      await installWhereMissing("/usr/bin/age", "age");
      const key = join(scene.sheets, "identity.txt");
      await writeFile(key, scene.identity, { mode: 0o600 });
      const sealed = sealedCopy(scene);
      const { stdout } = await execa("sh", ["-ec", 'age -d -i "$0" "$1" | tar xO', key, sealed]);
      expect(wordsOn(stdout)).toBe(words);
      expect(stdout).toContain((await readFile(stackFilePath(scene.home.name), "utf8")).trim());
    });

    it("get the key from every three of the five shares", async () => {
      const sets = threeOf(shares);
      expect(sets).toHaveLength(10);
      for (const set of sets) {
        const found = await readAll(set.join("\n"));
        expect(found instanceof MasterKey && found.id()).toBe(keyId);
      }
    });

    it.each(sample("wrong words and shares", mistakes, 2))(
      "refuse $what, with the reason, and repeat nothing of it",
      async ({ typed, reason }) => {
        const input = typed({ words, shares, others });
        const { exitCode, stdout, stderr } = await chatkeep(scene.home, ["recovery", "rebuild", "--stdin"], input);
        expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining(reason)]);
        expect(findLeaks(inputSecrets(input), [{ where: "stderr", text: stderr }])).toEqual([]);
      },
    );
  });

  describe("a machine that has nothing but the data volumes", () => {
    const sets = threeOf([0, 1, 2, 3, 4]).map((set) => set.join());
    const ways = sample("ways to rebuild", ["the words alone", ...sample("subsets of shares", sets, 1)], 1);

    it.each(ways)(
      "gets the same server back from %s, and has the rebuild in its new journal",
      async (way) => {
        if (way === "the words alone") await rebuildFromWords(scene, { words, keyId, shares });
        else {
          const set = way.split(",").map((at) => shares[Number(at)] ?? "");
          await rebuildFromShares(scene, set, keyId);
        }
        const { stderr, seconds } = await chatkeepSucceeds(scene.home, ["up", "--yes"]);
        console.log(`\`up\` after a rebuild with ${way} took ${seconds.toFixed(1)} s.`);
        expect(stderr).toContain(`adopt   volume    chatkeep-${scene.home.name}-postgres`);
        expect(await signingKeyOf(scene.home)).toBe(scene.signingKey);
        expect((await masterKeyOf(scene.home)).id()).toBe(keyId);
        expect(await readMessage(scene.home, scene.client, scene.message)).toContain("kept through everything");
        const journal = await chatkeepSucceeds(scene.home, ["journal", "show", "--lines", "50", "--json"]);
        const using = way === "the words alone" ? "key alone" : "stack file";
        expect(journal.stdout).toContain(`"about":{"keyId":"${keyId}","with":"${using}"}`);
      },
      600_000,
    );
  });

  describe("words, shares and the key itself", () => {
    beforeAll(async () => {
      secrets = await secretsOf(scene, words, [...shares, ...others]);
    });

    it("are in no command line, environment or temporary file while a ceremony runs, and are not printed", () => {
      const { watched, said } = scene;
      expect(watched.length).toBeGreaterThan(6);
      const seen = watched.flatMap(({ processes, files }) => [...processes, ...files]);
      const printed = said.map(({ stdout, stderr }, at) => ({ where: `output ${at}`, text: stdout + stderr }));
      expect(seen.some(({ text }) => text.includes("recovery\0kit"))).toBe(true);
      expect(findLeaks(secrets, [...seen, ...printed])).toEqual([]);
    });

    it("are found nowhere afterwards, in containers, logs, folders and core files, once the sheets are deleted", async () => {
      await rm(scene.sheets, { recursive: true });
      expect(await searchStack(scene.home, secrets)).toMatchObject({ leaks: [], exposed: [] });
    });
  });
}
