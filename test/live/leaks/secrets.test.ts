import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { configurationFiles } from "../../../src/io/leaks/configuration.ts";
import { isPulumiProgramsSettings } from "../../../src/io/leaks/host-processes.ts";
import { newMasterKey } from "../../../src/keys/master-key.ts";
import { allSecrets } from "../../../src/keys/secrets.ts";
import type { NamedSecret } from "../../../src/kinds/secret.ts";
import { findLeaks } from "../../../src/operations/leaks/leaks.ts";
import { placedSecretFiles } from "../../../src/operations/leaks/placed-files.ts";
import { clear, type Ground } from "../../support/leaks/planted.ts";
import { enginePlants, filePlants, type Planted, processPlants } from "../../support/leaks/plants.ts";
import {
  eventsOf,
  exposeSecretFile,
  foldersOf,
  newHomeWithTemporaryFolder,
  printedBy,
  printedKinds,
  type WatchedRun,
  withLine,
} from "../../support/leaks/printed.ts";
import { pathsFor, searchStack, secretsOf } from "../../support/leaks/secrets.ts";
import { watchWhile } from "../../support/leaks/watch.ts";
import { chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { engineOf } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";
import { masterKeyOf, pulumiSucceeds } from "../../support/stack/pulumi.ts";
import { testSettings } from "../../support/stack/stack.ts";
import { changeSetting, writeStackFile } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

const main = inject("mainStack");
let home: Home;
/** Those of its present settings, and with them those of the settings before. */
let current: readonly NamedSecret[];
let secrets: readonly NamedSecret[];
/** What was said by, and could be read beside, the first `chatkeep up` and a plain `pulumi up` that changes a secret. */
let first: WatchedRun;
let change: WatchedRun;

beforeAll(async () => {
  home = await newHomeWithTemporaryFolder();
  await writeStackFile(home.name, { ...(await testSettings()), ...inject("sources").settings });
  first = await watchWhile(foldersOf(home), () => chatkeepSucceeds(home, ["up", "--json"]));
  await changeSetting(home.name, "epochs", { operatorToken: 1, macaroonSecretKey: 1 });
  change = await watchWhile(foldersOf(home), () => pulumiSucceeds(home, "up", "--yes", "--diff"));
  const master = await masterKeyOf(home);
  current = allSecrets(master, planOf(home).epochs);
  secrets = [...allSecrets(master, {}), ...current.map(({ name, value }) => ({ name: `${name}, raised`, value }))];
});

/** Which plugins the stack was brought up with. */
const hasOwnPlugins = () => inject("sources").settings.pluginSource === "own";

afterAll(async () => {
  if (home !== undefined) await removeStack(home);
});

describe.each([
  // With our plugins the program gets its settings by a pipe; with the official ones, once: on a clean state there is nothing to preview.
  ["the first `chatkeep up`", { programs: () => (hasOwnPlugins() ? 0 : 1), run: () => first }],
  // Once for the preview and once for the run.
  ["a `pulumi up` that changes secrets", { programs: () => 2, run: () => change }],
])("while %s runs", (_, { programs, run }) => {
  it("secrets are in no environment and no command line, but one variable of programs that Pulumi itself starts", () => {
    const { processes } = run().seen;
    const leaks = findLeaks(secrets, processes);
    const leaking = processes.filter(({ where }) => leaks.some((leak) => leak.where === where));
    expect(leaking.filter((place) => !isPulumiProgramsSettings(place)).map(({ where }) => where)).toEqual([]);
    // It is the master key alone that Pulumi hands over.
    const handedOver = programs() === 0 ? [] : ["masterKey"];
    expect(new Set(leaks.map(({ secret }) => secret.replace(", raised", "")))).toEqual(new Set(handedOver));
    expect(new Set(leaking.map(({ pid }) => pid)).size).toBe(programs());
  });

  it("secrets are in no temporary file, and in Pulumi's event log and state at no moment", () => {
    expect(run().seen.files.length).toBeGreaterThan(0);
    expect(findLeaks(secrets, run().seen.files)).toEqual([]);
  });

  it("prints none", () => {
    const { stdout, stderr } = run().result;
    expect(stdout).not.toBe("");
    expect(
      findLeaks(secrets, [
        { where: "stdout", text: stdout },
        { where: "stderr", text: stderr },
      ]),
    ).toEqual([]);
  });
});

describe("what a run was seen to do", () => {
  it("are Pulumi's events, its state and all processes of both runs", () => {
    const files = first.seen.files.map(({ where }) => where);
    expect(files).toContain(pathsFor(home).events);
    expect(files).toContain(pathsFor(home).checkpoint);
    expect(eventsOf(home, first.seen)).toContain('"resourcePreEvent"');
    const programs = first.seen.processes.map(({ where }) => /\((.*)\)$/.exec(where)?.[1]);
    expect(programs).toEqual(expect.arrayContaining(["pulumi", "postgres", "caddy"]));
  });

  it("is a change of secret files that the diff tells of without showing them", () => {
    expect(change.result.stdout).toContain("[secret]");
  });
});

describe("a stack that runs", () => {
  it("has its secrets in the secret files of its services, and each service its own", async () => {
    const files = await configurationFiles(engineOf(home), Object.values(planOf(home).services));
    const secretFiles = placedSecretFiles(files);
    const places = files
      .filter(({ path }) => secretFiles.includes(path))
      .map(({ path, text }) => ({ where: path, text }));
    const found = findLeaks(current, places).map(({ secret, where }) => `${secret} ${where.split("/").at(-1)}`);
    expect([...new Set(found)].sort()).toEqual([
      "formSecret form-secret",
      "homeserverToken operator.yaml",
      "macaroonSecretKey macaroon-secret-key",
      "operatorToken operator.yaml",
      "passwordPepper secret.yaml",
      "postgresPassword password",
      "postgresPassword secret.yaml",
      "signingKey signing.key",
    ]);
  });

  it("has them in nothing else that can be read, whatever the other tests did to it", async () => {
    const { stdout } = await pulumiSucceeds(main, "stack", "export");
    const found = await searchStack(main, await secretsOf(main), [{ where: "the exported state", text: stdout }]);
    expect(found).toMatchObject({ leaks: [], exposed: [] });
    expect(found.places).toBeGreaterThan(100);
  });
});

describe("a planted secret", () => {
  const plants = { ...enginePlants, ...processPlants, ...filePlants };
  const planted = [...Object.keys(plants), ...printedKinds].map((name) => ({ name, value: newMasterKey().text() }));
  const expected = new Map<string, Planted>();
  let ground: Ground;
  let found: Awaited<ReturnType<typeof searchStack>>;

  beforeAll(async () => {
    const { services } = planOf(home);
    ground = { engine: engineOf(home), stack: home.name, image: services.synapse.image, undo: [] };
    const all = { ...ground, paths: pathsFor(home) };
    await exposeSecretFile(ground);
    for (const [name, plant] of Object.entries(plants)) expected.set(name, await plant(all, textOf(name)));
    const texts = (await printedBy(home, first, change)).map(({ where, text }) => ({
      where,
      text: withLine(text, textOf(where)),
    }));
    for (const { where } of texts) expected.set(where, { where });
    found = await searchStack(home, [...secrets, ...planted], texts);
  });

  afterAll(() => clear(ground));

  function textOf(name: string): string {
    return planted.find((each) => each.name === name)?.value.reveal() ?? "";
  }

  it.each([...Object.keys(plants), ...printedKinds])("is found in %s, and there alone", (name) => {
    const { where, besides } = expected.get(name) ?? {};
    const wheres = found.leaks.filter(({ secret }) => secret === name).map((leak) => leak.where);
    expect(wheres.filter((each) => each !== besides)).toEqual([where]);
  });

  it("is found, and no real one", () => {
    const real = new Set(secrets.map(({ name }) => name));
    expect(found.leaks.filter(({ secret }) => real.has(secret))).toEqual([]);
  });

  it("file that others than its service may read is told", () => {
    expect(found.exposed).toEqual(["proxy/planted/certificate-key.pem belongs to 0:0 with mode 0440"]);
  });
});
