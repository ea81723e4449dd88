import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { removeFromEngine } from "../../../src/io/docker/stack-removal.ts";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { allSecrets } from "../../../src/keys/secrets.ts";
import { type NamedSecret, Secret } from "../../../src/kinds/secret.ts";
import { findLeaks } from "../../../src/operations/leaks/leaks.ts";
import { readAll } from "../../../src/operations/recovery/typed.ts";
import { installWhereMissing } from "../../support/debian-package.ts";
import { foldersOf, newHomeWithTemporaryFolder } from "../../support/leaks/printed.ts";
import { pathsFor, searchStack } from "../../support/leaks/secrets.ts";
import { watchWhile } from "../../support/leaks/watch.ts";
import { letAnaIn } from "../../support/members/administrator.ts";
import { type InsideClient, type Message, readMessage } from "../../support/members/inside-client.ts";
import { loseMachine } from "../../support/recovery/lost-machine.ts";
import { inputSecrets, mistyped, swapped, withPart } from "../../support/recovery/mistakes.ts";
import { shareOn, sheetTexts, threeOf, wordsOn } from "../../support/recovery/sheets.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, type Home, type Outcome } from "../../support/stack/command-line.ts";
import { engineOf, printedIn } from "../../support/stack/engine.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";
import { bringUp, testSettings } from "../../support/stack/stack.ts";
import { type TestSettings, writeStackFile } from "../../support/stack/stack-file.ts";
import { forgetStack } from "../../support/stack/sweep.ts";

const identity = await generateX25519Identity();
let settings: TestSettings;
let home: Home;
/** Outside of all folders that are searched: here secrets lie on purpose. */
let sheets: string;
let client: InsideClient;
let message: Message;
let signingKey: string;
let keyId: string;
let words: string;
let shares: readonly string[];
let others: readonly string[];
let secrets: readonly NamedSecret[];
const said: Outcome[] = [];
const watched: Awaited<ReturnType<typeof watchWhile>>["seen"][] = [];

beforeAll(async () => {
  const recoveryRecipients = [await identityToRecipient(identity)];
  const made = inject("sources").settings;
  settings = { ...(await testSettings()), throwaway: false, recoveryRecipients, ...made };
  home = await newHomeWithTemporaryFolder();
  sheets = await mkdtemp(join(tmpdir(), "chatkeep-sheets-"));
  await writeStackFile(home.name, settings);
  await bringUp(home);
  ({ client, message } = await letAnaIn(home, "kept through everything"));
  signingKey = await keyOfSynapse();
});

afterAll(async () => {
  await rm(sheets, { recursive: true, force: true });
  await removeFromEngine(engineOf(home), home.name);
  await forgetStack(home);
});

/** Runs a command while all processes and the stack's folders are watched. */
async function watching(parts: readonly string[], input = ""): Promise<Outcome> {
  const { result, seen } = await watchWhile(foldersOf(home), () => chatkeep(home, parts, input));
  said.push(result);
  watched.push(seen);
  return result;
}

/** The first two words of Synapse's key file are the key's id; the third is the secret. */
function keyOfSynapse(): Promise<string> {
  return printedIn(home, "synapse", "sh", "-c", "cut -d' ' -f1,2 /cfg/synapse/*/signing.key | sort -u");
}

describe("the ceremonies of a running server", () => {
  it("write its key as words and sealed, and as shares, and again for others", async () => {
    const folders = ["words", "shares", "others"].map((name) => join(sheets, name));
    await installWhereMissing("/usr/bin/chromium", "chromium");
    const [asWords = "", asShares = "", anew = ""] = folders;
    const people = ["Ana Sol @ana:team.test", "Ben", "Cleo", "Dora", "Eli"];
    expect(await watching(["recovery", "kit", "--folder", asWords, "--pdf", "--json"])).toMatchObject({ exitCode: 0 });
    const kit = JSON.parse(said.at(-1)?.stdout ?? "");
    expect((await readFile(join(asWords, `recovery-kit-${home.name}.pdf`), "latin1")).slice(0, 5)).toBe("%PDF-");
    keyId = kit.keyId;
    expect(kit.sealed).toEqual({ file: join(asWords, `recovery-kit-${home.name}.tar.age`), recipients: 1 });
    expect((await watching(["recovery", "kit", "--folder", asShares, "--share", ...people])).exitCode).toBe(0);
    const reshared = await watching(["recovery", "reshare", "--folder", anew, "--share", "Fay", "Gil", "Hana"]);
    expect(reshared.stderr).toMatch(/Shares that were made before still open this key.*\n +[0-9a-f]{8} of .*any 3 of/s);
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
    const { exitCode, stderr } = await chatkeep(home, ["recovery", "kit", "--folder", join(sheets, "words")]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("is not empty")]);
  });

  it("leave lines in the journal, which stays whole", async () => {
    const { stdout } = await chatkeepSucceeds(home, ["journal", "show", "--lines", "3", "--json"]);
    const deeds = JSON.parse(stdout).lines.map((line: { deed: { step: string; about: object } }) => line.deed);
    expect(deeds.map(({ step }: { step: string }) => step)).toEqual([
      "recovery kit",
      "recovery kit",
      "recovery reshare",
    ]);
    expect(deeds[1].about).toMatchObject({
      keyId,
      threshold: 3,
      holders: ["@ana:team.test", "Ben", "Cleo", "Dora", "Eli"],
    });
    expect(JSON.parse((await chatkeepSucceeds(home, ["journal", "verify", "--json"])).stdout)).toMatchObject({
      whole: true,
    });
  });

  it("know their own sheet, shares and sealed copy again", async () => {
    const yes = {
      exitCode: 0,
      stdout: expect.stringContaining(`Yes: this is the master key of the stack ${home.name}`),
    };
    expect(await watching(["recovery", "verify", "--stdin"], words)).toMatchObject(yes);
    expect(await watching(["recovery", "verify", "--stdin"], shares.slice(1, 4).join("\n"))).toMatchObject(yes);
    const sealed = join(sheets, "words", `recovery-kit-${home.name}.tar.age`);
    expect(await watching(["recovery", "verify", "--sealed", sealed, "--stdin"], identity)).toMatchObject(yes);
    const single = await watching(["recovery", "verify", "--single", "--stdin"], shares[4]);
    expect(single).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("share 5 of group") });
  });

  it("seal a copy that age itself opens: the sheet, and the stack file", async () => {
    await installWhereMissing("/usr/bin/age", "age");
    const key = join(sheets, "identity.txt");
    await writeFile(key, identity, { mode: 0o600 });
    const sealed = join(sheets, "words", `recovery-kit-${home.name}.tar.age`);
    const { stdout } = await execa("sh", ["-ec", 'age -d -i "$0" "$1" | tar xO', key, sealed]);
    expect(wordsOn(stdout)).toBe(words);
    expect(stdout).toContain((await readFile(stackFilePath(home.name), "utf8")).trim());
  });

  it("get the key from every three of the five shares", async () => {
    const sets = threeOf(shares);
    expect(sets).toHaveLength(10);
    for (const set of sets) {
      const found = await readAll(set.join("\n"));
      expect(found instanceof MasterKey && found.id()).toBe(keyId);
    }
  });

  it.each([
    ["two shares", () => shares.slice(0, 2).join("\n"), "3 shares are needed, 2 were given"],
    ["a share of another group", () => [shares[0], shares[1], others[2]].join("\n"), "of different groups"],
    [
      "a mistyped letter",
      () => [...shares.slice(0, 2), mistyped(shares[2] ?? "")].join("\n"),
      "Share 3 is not readable",
    ],
    [
      "shares that do not fit their commitment",
      () => [...shares.slice(0, 2), withPart(shares[2] ?? "", others[2] ?? "")].join("\n"),
      "do not give the key that they were made of",
    ],
    ["a mistyped word", () => words.replace(/^\w+/, "zzzz"), "Word 1 is not in the list"],
    ["two words that changed places", () => swapped(words), "do not belong together"],
  ])("refuse %s, with the reason, and repeat nothing of it", async (_, input, reason) => {
    const { exitCode, stdout, stderr } = await chatkeep(home, ["recovery", "rebuild", "--stdin"], input());
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining(reason)]);
    expect(findLeaks(inputSecrets(input()), [{ where: "stderr", text: stderr }])).toEqual([]);
  });
});

describe("a machine that has nothing but the data volumes", () => {
  const ways = [
    "the words alone",
    ...sample(
      "subsets of shares",
      threeOf([0, 1, 2, 3, 4]).map((set) => set.join()),
      1,
    ),
  ];

  it.each(ways)(
    "gets the same server back from %s",
    async (way) => {
      const copy = join(sheets, "copy.yaml");
      await copyFile(stackFilePath(home.name), copy);
      home = await loseMachine(home);
      if (way === "the words alone") {
        const { recoveryRecipients: _, ...typed } = settings;
        await writeStackFile(home.name, typed);
        const wrong = await chatkeep(home, ["recovery", "rebuild", "--stdin", "--key-id", "0".repeat(12)], words);
        expect([wrong.exitCode, wrong.stderr]).toEqual([2, expect.stringContaining(`gives the key ${keyId}`)]);
        const done = await watching(["recovery", "rebuild", "--stdin", "--key-id", keyId], words);
        expect(done).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`The key ${keyId} is in place`) });
      } else {
        const sealed = join(sheets, "words", `recovery-kit-${home.name}.tar.age`);
        const opened = await watching(["recovery", "rebuild", "--sealed", sealed, "--stdin"], identity);
        expect(opened).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`The key ${keyId} is in place`) });
        expect(await readFile(stackFilePath(home.name), "utf8")).toContain("chatkeep:masterKey");
        await Promise.all([rm(stackFilePath(home.name)), rm(pathsFor(home).passphrase)]);
        const typed = way
          .split(",")
          .map((at) => shares[Number(at)])
          .join("\n");
        const done = await watching(["recovery", "rebuild", "--stdin", "--stack-file", copy], typed);
        expect(done).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`The key ${keyId} is in place`) });
        expect(await readFile(stackFilePath(home.name), "utf8")).toBe(await readFile(copy, "utf8"));
      }
      const { stderr, seconds } = await chatkeepSucceeds(home, ["up", "--yes"]);
      console.log(`\`up\` after a rebuild with ${way} took ${seconds.toFixed(1)} s.`);
      expect(stderr).toContain(`adopt   volume    chatkeep-${home.name}-postgres`);
      expect(await keyOfSynapse()).toBe(signingKey);
      expect((await masterKeyOf(home)).id()).toBe(keyId);
      expect(await readMessage(home, client, message)).toContain("kept through everything");
    },
    600_000,
  );

  it("has the rebuild in its new journal", async () => {
    const { stdout } = await chatkeepSucceeds(home, ["journal", "show", "--lines", "50", "--json"]);
    expect(stdout).toContain(`"about":{"keyId":"${keyId}","with":"stack file"}`);
  });
});

describe("words, shares and the key itself", () => {
  beforeAll(async () => {
    const key = await masterKeyOf(home);
    const rows = words.match(/(\w+ ){3}\w+/g) ?? [];
    expect(rows).toHaveLength(6);
    secrets = [
      ...allSecrets(key, {}),
      { name: "words", value: new Secret(words) },
      ...rows.map((row, at) => ({ name: `row ${at}`, value: new Secret(row) })),
      ...[...shares, ...others].map((share, at) => ({ name: `share ${at}`, value: new Secret(share) })),
      { name: "identity", value: new Secret(identity) },
    ];
  });

  it("are in no command line, environment or temporary file while a ceremony runs, and are not printed", () => {
    expect(watched.length).toBeGreaterThan(6);
    const seen = watched.flatMap(({ processes, files }) => [...processes, ...files]);
    const printed = said.map(({ stdout, stderr }, at) => ({ where: `output ${at}`, text: stdout + stderr }));
    expect(seen.some(({ text }) => text.includes("recovery\0kit"))).toBe(true);
    expect(findLeaks(secrets, [...seen, ...printed])).toEqual([]);
  });

  it("are found nowhere afterwards, in containers, logs, folders and core files, once the sheets are deleted", async () => {
    await rm(sheets, { recursive: true });
    expect(await searchStack(home, secrets)).toMatchObject({ leaks: [], exposed: [] });
  });
});
