import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type MasterKey, newMasterKey } from "../../src/keys/master-key.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { parseSettings } from "../../src/settings/parse.ts";
import { plainSettings } from "../../src/settings/yaml/settings-source.ts";
import { newHome } from "../../test/support/stack/stack.ts";
import type { TestSettings } from "../../test/support/stack/stack-file.ts";
import { removeStack } from "../../test/support/stack/sweep.ts";
import { changeScript, destroyScript, firstUpScript } from "./bare-script.ts";
import { type Contestant, changed } from "./contestant.ts";
import { type DeclaredDocker, declaredDocker } from "./declared-docker.ts";
import { type Timing, time } from "./stopwatch.ts";

/** The bare counterpart: scripts of `docker` commands, with the files and the key made beforehand. */
export async function bareContestant(settings: TestSettings): Promise<Contestant> {
  const home = await newHome();
  const master = newMasterKey();
  const before = await declare(home.name, settings, master);
  const after = await declare(home.name, { ...settings, [changed.key]: changed.value }, master);
  const [filesBefore, filesAfter] = [await writeUploads(before), await writeUploads(after)];
  const installers = [before.installer.name, after.installer.name];
  return {
    name: "bare",
    stack: home.name,
    first: () => run(firstUpScript(before, filesBefore)),
    again: null,
    change: () => run(changeScript(after, filesAfter)),
    asked: null,
    destroy: () => run(destroyScript(after, installers)),
    trial: null,
    remove: async () => {
      await removeStack(home);
      await Promise.all([filesBefore, filesAfter].map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

function run(script: string): Promise<Timing> {
  return time("sh", ["-c", script], {});
}

function declare(stack: string, settings: TestSettings, master: MasterKey): Promise<DeclaredDocker> {
  return declaredDocker(decidePlan(stack, parseSettings(plainSettings(settings), new Date())), master);
}

/** The installer's files in a folder of their own, which `docker cp` takes as it is. */
async function writeUploads({ installer }: DeclaredDocker): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chatkeep-bench-"));
  for (const { file, content } of installer.uploads) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { mode: 0o600 });
  }
  return folder;
}
