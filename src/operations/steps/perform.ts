import { StackError, StoppedOnRequest } from "../../errors.ts";
import type { PulumiEvent } from "../../io/pulumi/events.ts";
import type { PulumiOutcome } from "../../io/pulumi/process.ts";
import type { OnEvent } from "../../io/pulumi/pulumi.ts";
import { withSetting } from "../../render/stack-file/stack-file.ts";
import { isStub } from "../../render/stack-file/stub.ts";
import { storeToken } from "../dns/dns-token.ts";
import {
  dropPendingKey,
  forgetSalt,
  makeMasterKey,
  masterKeySetting,
  storeMasterKey,
  writePassphrase,
} from "../keys/first-key.ts";
import { endOrphan } from "../lock/orphans.ts";
import { awaitHealth } from "../running/await-health.ts";
import { explainFailure } from "../running/failure.ts";
import { awaitPassage } from "../running/passage.ts";
import { tellingUnwell } from "../running/tell-unwell.ts";
import { narrate } from "./narrator.ts";
import { describeStep, type Step } from "./step.ts";
import type { World } from "./world.ts";

/** Does the steps one after the other, each with a line in the journal; the first that fails ends it, and so does the signal. */
export async function perform(steps: readonly Step[], world: World, signal?: AbortSignal): Promise<void> {
  for (const step of steps) {
    if (signal?.aborted === true) throw stoppedOnRequest();
    world.narrator.say(describeStep(step));
    // The journal lies in the state folder: with a line about its removal it would be there again.
    if (step.kind === "removeStateFolder") await performStep(step, world);
    else await world.journal.record(step.kind, evidenceOf(step), () => performStep(step, world));
  }
}

function performStep(step: Step, world: World): Promise<void> {
  const { files, engine, pulumi } = world;
  switch (step.kind) {
    case "endOrphan":
      return endOrphan(step.pid, world);
    case "takeOverLock":
      return takeOverLock(step.file, world);
    case "removeUnfinished":
    case "removeStackFile":
    case "removeStateFolder":
      return files.remove(step.path);
    case "removeContainer":
      return engine.removeContainer(step.id);
    case "startContainer":
      return engine.startContainer(step.id);
    case "removeNetwork":
      return engine.removeNetwork(step.id);
    case "resumeContainer":
      return engine.resumeContainer(step.id);
    case "joinNetwork":
      return engine.joinNetwork(step.networkId, step.id, step.alias);
    case "leaveNetwork":
      return engine.leaveNetwork(step.networkId, step.id);
    case "writeStackFile":
      return files.write(step.path, step.text, 0o600);
    case "makeMasterKey":
      return makeMasterKey(step.path, world);
    case "writePassphrase":
      return writePassphrase(step, world);
    case "initStack":
      return pulumi.initStack();
    case "storeMasterKey":
      return storeMasterKey(step.keyPath, world);
    case "writeSetting":
      return writeSetting(step, world);
    case "keepStackFile":
      return keepCopy(step, world);
    case "dropPendingKey":
      return dropPendingKey(step.path, world);
    case "storeToken":
      return storeToken(step.path, world);
    case "replaceRecord":
      return world.cloudflare().then((cloudflare) => cloudflare.replaceRecord(step.zoneId, step.id, step.record));
    case "removeRecord":
      return world.cloudflare().then((cloudflare) => cloudflare.removeRecord(step.zoneId, step.id, step.found));
    case "adoptRecords":
      if (Object.keys(step.records).length === 0) return files.remove(step.path);
      return files.write(step.path, JSON.stringify(step.records), 0o600);
    case "adoptVolumes":
      if (step.volumes.length === 0) return files.remove(step.path);
      return files.write(step.path, JSON.stringify(step.volumes), 0o600);
    case "makeImages":
      return world.makeImages(step.images, world.narrator.say);
    case "apply":
      return runPulumi(pulumi.up, world);
    case "awaitHealth":
      return awaitHealth(step, world);
    case "askAsClient":
      return awaitPassage(step, world);
    case "clearPendingCreations":
      return runPulumi(pulumi.clearPendingCreations, world);
    case "destroy":
      return runPulumi(pulumi.destroy, world);
    case "unprotect":
      return pulumi.unprotectAll();
    case "removeVolume":
      return engine.removeVolume(step.name);
    case "forgetMasterKey":
      return pulumi.removeSetting(masterKeySetting);
    case "forgetSalt":
      return forgetSalt(step.path, world);
    case "removeStub":
      return removeStub(step.path, world);
    case "forgetStack":
      return pulumi.removeStack();
    case "saveAuthority":
      return saveAuthority(step, world);
    default:
      return step satisfies never;
  }
}

/** What the journal keeps of a step; the settings themselves are in the stack file. */
function evidenceOf(step: Step): Readonly<Record<string, unknown>> {
  const { kind: _kind, ...rest } = step;
  return step.kind === "writeStackFile" ? { path: step.path } : rest;
}

/** Runs Pulumi to its end, telling what it does; throws what a failure comes to. */
async function runPulumi(run: (onEvent: OnEvent) => Promise<PulumiOutcome>, world: World): Promise<void> {
  const events: PulumiEvent[] = [];
  const running = run((event) => {
    events.push(event);
    narrate(event, world.narrator);
  });
  const outcome = await tellingUnwell(world, running);
  if (outcome.interrupted) throw stoppedOnRequest();
  if (!outcome.succeeded) throw await explainFailure(outcome, events, world.engine);
}

function stoppedOnRequest(): StackError {
  return new StoppedOnRequest("Stopped on request, in the middle: some things are as planned, others not yet", {
    next: "Run the same command again: it goes on from here.",
  });
}

/** Pulumi's file store keeps attributes beside each file (gocloud.dev/blob/fileblob). */
async function takeOverLock(file: string, { files }: World): Promise<void> {
  await files.remove(file);
  await files.remove(`${file}.attrs`);
}

async function keepCopy({ from, to }: Extract<Step, { kind: "keepStackFile" }>, { files }: World): Promise<void> {
  const text = await files.read(from);
  if (text === null) throw gone(from);
  await files.write(to, text, 0o600);
}

async function removeStub(path: string, { files }: World): Promise<void> {
  if (isStub((await files.read(path)) ?? "")) await files.remove(path);
}

function gone(path: string): StackError {
  return new StackError(`${path} has gone while it was being used`, {
    next: "Put it back, from its copy in the state folder if there is one, and run the same command again.",
  });
}

/** A plain setting needs no Pulumi, which would take a start of its own for each. */
async function writeSetting({ path, key, value }: Extract<Step, { kind: "writeSetting" }>, { files }: World) {
  const text = await files.read(path);
  if (text === null) throw gone(path);
  await files.write(path, withSetting(text, key, value), 0o600);
}

/** The certificate is public: whoever connects has to read it. */
async function saveAuthority(
  { container, from, to }: Extract<Step, { kind: "saveAuthority" }>,
  { engine, files }: World,
) {
  const certificate = await engine.fileIn(container, from);
  if (certificate === null)
    throw new StackError(`${container} has no certificate of its authority at ${from}`, {
      next: "See what the proxy says:  npx chatkeep logs proxy",
    });
  await files.write(to, certificate, 0o644);
}
