import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { nameOf } from "../../../src/plan/names.ts";
import type { Home } from "../stack/command-line.ts";
import { engineOf } from "../stack/engine.ts";
import { masterKeyOf } from "../stack/pulumi.ts";
import { changeSetting, readSetting, type TestSettings } from "../stack/stack-file.ts";
import { expectAllWell, expectConvergence } from "./aftermath.ts";
import type { Blow, Moment } from "./moments.ts";
import { isAhead } from "./scene.ts";
import { type SlowEngine, startSlowEngine } from "./slow-engine.ts";
import { pathsFor, type Struck, strike, strikeRequest, upWith } from "./strike.ts";

/** Strikes at each blow of a moment, one run after the other. */
export async function strikeAll(home: Home, moment: Moment, engine?: SlowEngine): Promise<readonly Struck[]> {
  const struck: Struck[] = [];
  for (const blow of moment.blows) {
    struck.push(engine === undefined ? await strike(home, blow) : await strikeHeld(home, blow, engine));
    console.log(`kill -9 of the ${blow.victim} ${struck.at(-1)?.step}`);
  }
  const emptied = emptiedBy(home, moment);
  if (emptied !== null) await writeFile(emptied, "");
  return struck;
}

function emptiedBy(home: Home, { emptied }: Moment): string | null {
  if (emptied === undefined) return null;
  const { stackFile, checkpoint } = pathsFor(home);
  return emptied === "stack file" ? stackFile : `${checkpoint}.attrs`;
}

/** A request that is under way reaches the engine though the run is dead: the engine is then ahead of the checkpoint. */
async function strikeHeld(home: Home, blow: Blow, engine: SlowEngine): Promise<Struck> {
  const struck = await strikeRequest(home, engine, blow);
  if (blow.when.at !== "requested") return struck;
  const { thing } = blow.when;
  engine.release();
  if (blow.victim === "group")
    await untilTrue(`${thing} that the checkpoint does not know`, () => isAhead(home, pathsFor(home), thing));
  return struck;
}

/** Runs `up` again and sees that it ends well, with nothing left of the killed runs. */
export async function converge(home: Home, struck: readonly Struck[]): Promise<void> {
  const seconds = await expectConvergence(
    home,
    struck.map(({ run }) => run),
  );
  console.log(`  the next \`up\` converged in ${seconds.toFixed(1)} s`);
}

/** Kills a first deployment at a moment, and has the next `up` finish it with the same key. */
export async function finish(place: Home, moment: Moment): Promise<void> {
  const engine = await startSlowEngine(join(place.stateHome, "engine.sock"));
  const home = { ...place, dockerHost: engine.address };
  try {
    const struck = await strikeAll(home, moment, engine);
    const key = await keyOnDisk(home);
    await converge(home, struck);
    if (key.pending !== null) expect((await masterKeyOf(home)).text().reveal()).toBe(key.pending);
    if (key.stored !== null) expect(await readSetting(home.name, "masterKey")).toEqual(key.stored);
  } finally {
    await engine.close();
  }
}

/** What a killed run asked of the engine comes into being only after the next `up` has looked at it. */
export async function lateContainer(place: Home): Promise<void> {
  const engine = await startSlowEngine(join(place.stateHome, "engine.sock"));
  const home = { ...place, dockerHost: engine.address };
  const when = { at: "requested", thing: "container", role: "postgres" } as const;
  try {
    const struck = await strikeRequest(home, engine, { victim: "group", when });
    console.log(`kill -9 of the group ${struck.step}`);
    const exitCode = await upWith(home, { call: "append", about: '"step":"takeOverLock"' }, async () => {
      engine.release();
      await untilTrue("container of the killed run", () => isOnEngine(place, nameOf(home.name, when.role)));
    });
    expect(exitCode).toBe(0);
    await expectAllWell(home, [struck.run]);
  } finally {
    await engine.close();
  }
}

function isOnEngine(place: Home, name: string): Promise<boolean> {
  return engineOf(place)
    .getContainer(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}

/** The key as the killed run left it: in its own file, encrypted in the stack file, both, or neither. */
async function keyOnDisk(home: Home) {
  const pending = await readFile(pathsFor(home).pendingKey, "utf8").catch(() => null);
  return { pending, stored: await readSetting(home.name, "masterKey") };
}

/** Changes the setting to what it is not, and gives the way back. */
export async function change(
  stack: string,
  { change: key = "memory" }: Pick<Moment, "change">,
): Promise<() => Promise<void>> {
  const before = await readSetting(stack, key);
  const other: TestSettings = {
    memory: before === "1 GiB" ? "1280 MiB" : "1 GiB",
    ports: { https: await freePort(), http: "off" },
  };
  await changeSetting(stack, key, other[key] ?? null);
  return () => changeSetting(stack, key, before);
}
