import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { isPulumiProgramsSettings } from "../../../src/io/leaks/host-processes.ts";
import type { SearchedPlace } from "../../../src/io/leaks/place.ts";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { type Person, type SignedIn, signIn } from "../../../src/io/matrix/client.ts";
import { type Purpose, purposes } from "../../../src/keys/purposes.ts";
import { saltOfState } from "../../../src/operations/keys/new-master/state-secrets.ts";
import type { ServiceRole } from "../../../src/plan/plan.ts";
import { lastingPurposes } from "../../../src/settings/shapes/keys.ts";
import { foldersOf, newHomeWithTemporaryFolder } from "../../support/leaks/printed.ts";
import { pathsFor, searchStack, secretsOf } from "../../support/leaks/secrets.ts";
import { watchWhile } from "../../support/leaks/watch.ts";
import { beginConversation, type Conversation, kept, sendThrough } from "../../support/members/conversation.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makeMember } from "../../support/members/people.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, startChatkeep } from "../../support/stack/command-line.ts";
import { inspectService } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";
import { bringUp, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { writeStackFile } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

const rotating = (Object.keys(purposes) as Purpose[]).filter((purpose) => !Object.hasOwn(lastingPurposes, purpose));
const alone = sample("secrets rotated alone", rotating, 1);
const together = rotating.filter((purpose) => !alone.includes(purpose));

let stack: StackRecord;
let sending: Conversation;
let person: Person;
let silent: SignedIn;
/** What the commands said, and what could be read beside them while they ran. */
const places: SearchedPlace[] = [];

beforeAll(async () => {
  const [port, tlsPort] = [await freePort(), await freePort()];
  const calls = { port, tlsPort, relayPorts: `${tlsPort + 1}-${tlsPort + 4}` };
  const settings = { calls, addresses: { ipv4: "203.0.113.7" }, ...inject("sources").settings };
  const home = await newHomeWithTemporaryFolder();
  await writeStackFile(home.name, { ...(await testSettings()), ...settings });
  stack = await bringUp(home);
  sending = await beginConversation(stack, "sender");
  const operator = await operatorOf(stack);
  person = await makeMember(operator, stack.serverName, "silent");
  operator.close();
  silent = await signIn(stack, person);
  silent.sdk.stopClient();
});

afterAll(async () => {
  if (stack !== undefined) await removeStack(stack);
});

/** The containers by service: another id is another container. */
async function containers(): Promise<Readonly<Record<ServiceRole, string>>> {
  const roles = Object.keys(planOf(stack).services);
  return Object.fromEntries(
    await Promise.all(roles.map(async (role) => [role, (await inspectService(stack, role)).Id])),
  );
}

async function isSignedIn({ sdk, fetch, accessToken }: SignedIn): Promise<boolean> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${sdk.getHomeserverUrl()}/_matrix/client/v3/account/whoami`, { headers })).status === 200;
}

/** Runs a command while someone keeps sending, perhaps after it was killed, and holds what happened against what it announced. */
async function happensAsAnnounced(words: readonly string[], before?: () => Promise<void>): Promise<string> {
  const { stdout } = await chatkeepSucceeds(stack, [...words, "--dry-run", "--json"]);
  const { replaced } = JSON.parse(stdout);
  const ids = await containers();
  let [seconds, said] = [0, ""];
  const work = async () => {
    await before?.();
    return chatkeepSucceeds(stack, [...words, "--yes", "--json"]);
  };
  const strike = async () => {
    const { result, seen } = await watchWhile(foldersOf(stack), work);
    seconds = result.seconds;
    said = result.stdout;
    places.push({ where: "stdout", text: result.stdout }, { where: "stderr", text: result.stderr }, ...seen.files);
    places.push(...seen.processes.filter((place) => !isPulumiProgramsSettings(place)));
  };
  const account = await sendThrough(stack, sending, { what: words.join(" "), strike });
  console.log(`${words.join(" ")} took ${seconds.toFixed(1)} s and replaced ${replaced.join(", ")}.`);
  const after = await containers();
  expect(Object.keys(after).filter((role) => after[role] !== ids[role])).toEqual(replaced);
  expect(account).toMatchObject(kept);
  expect([await isSignedIn(sending.client), await isSignedIn(silent)]).toEqual([true, true]);
  expect((await chatkeepSucceeds(stack, ["up", "--dry-run"])).stdout).toContain("Nothing to change.");
  return said;
}

/** Begins a new master key and kills it once the state is another one's, while the settings may not be. */
async function killHalfway(): Promise<void> {
  const { checkpoint, pendingNewMaster } = pathsFor(stack);
  const before = saltOfState(await readFile(checkpoint, "utf8"));
  const begun = startChatkeep(stack, ["keys", "new-master", "--yes"]);
  const isSwitched = async () => saltOfState(await readFile(checkpoint, "utf8")) !== before;
  await untilTrue("another salt of the state", isSwitched, { seconds: 120, everyMilliseconds: 2 });
  begun.kill("SIGKILL");
  await untilTrue("end of the killed command", () => begun.exitCode !== null || begun.signalCode !== null);
  expect(existsSync(pendingNewMaster)).toBe(true);
  const refused = await chatkeep(stack, ["up", "--dry-run"]);
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("is half in place")]);
}

describe("a rotation under a client that keeps sending", () => {
  it.each(alone)("replaces what was announced, signs no one out and loses no message: %s", async (purpose) => {
    await happensAsAnnounced(["keys", "rotate", purpose]);
  });

  if (together.length > 0)
    it("does so with several secrets at once", async () => {
      await happensAsAnnounced(["keys", "rotate", ...together]);
    });

  it("is listed, with the signing key that retired", async () => {
    const { stdout } = await chatkeepSucceeds(stack, ["keys", "list", "--json"]);
    const { keys, retired, signingKeyId } = JSON.parse(stdout);
    const generations = Object.fromEntries(
      keys.map(({ purpose, epoch }: { purpose: string; epoch: number }) => [purpose, epoch]),
    );
    for (const purpose of rotating) expect(generations[purpose]).toBe(1);
    expect(retired).toHaveLength(1);
    expect(retired[0].keyId).not.toBe(signingKeyId);
  });

  it("leaves a line in the journal", async () => {
    const { stdout } = await chatkeepSucceeds(stack, ["journal", "show", "--json", "--lines", "100"]);
    expect(stdout).toContain('"step":"keys rotate"');
  });
});

describe("a new master key under a client that keeps sending", () => {
  it("replaces what was announced, signs no one out and loses no message, also after a run that was killed halfway", async () => {
    const earlier = await secretsOf(stack);
    const { keyId, retire } = JSON.parse(await happensAsAnnounced(["keys", "new-master"], killHalfway));
    const later = await secretsOf(stack);
    const { stdout } = await chatkeepSucceeds(stack, ["keys", "list", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      keyId,
      carriedPepper: true,
      signingKeyId: expect.not.stringMatching(retire.keyId),
    });
    const found = await searchStack(
      stack,
      [...later, ...earlier.map(({ name, value }) => ({ name: `earlier ${name}`, value }))],
      places,
    );
    expect(found).toMatchObject({ leaks: [], exposed: [] });
  });

  it("signs the events of before again, where that is asked for", async () => {
    const { stdout } = await chatkeepSucceeds(stack, ["keys", "re-sign", "--yes", "--json"]);
    const { before, after } = JSON.parse(stdout);
    console.log(`${before} events were signed again.`);
    expect(before).toBeGreaterThan(100);
    expect(after).toBe(0);
  });

  it("is made from the running server, where words, passphrase and state are lost", async () => {
    await rm(pathsFor(stack).stateFolder, { recursive: true });
    expect((await chatkeep(stack, ["up", "--yes"])).stderr).toContain("keys new-master --from-running");
    await happensAsAnnounced(["keys", "new-master", "--from-running"]);
  });

  it("leaves passwords as they were", async () => {
    const again = await signIn(stack, person);
    again.sdk.stopClient();
    expect(await isSignedIn(again)).toBe(true);
  });
});

describe("what is never rotated by itself", () => {
  it.each(Object.keys(lastingPurposes))("is refused with the reason, and nothing changes: %s", async (purpose) => {
    const { exitCode, stderr } = await chatkeep(stack, ["keys", "rotate", purpose, "--yes"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${purpose} is never rotated: `)]);
  });
});
