import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { isPulumiProgramsSettings } from "../../../../src/io/leaks/host-processes.ts";
import type { SearchedPlace } from "../../../../src/io/leaks/place.ts";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import { type Person, type SignedIn, signIn } from "../../../../src/io/matrix/client.ts";
import { type Purpose, purposes } from "../../../../src/keys/purposes.ts";
import { saltOfState } from "../../../../src/operations/keys/new-master/state-secrets.ts";
import type { ServiceRole } from "../../../../src/plan/plan.ts";
import { lastingPurposes } from "../../../../src/settings/shapes/keys.ts";
import { foldersOf } from "../../../support/leaks/printed.ts";
import { pathsFor, searchStack, secretsOf } from "../../../support/leaks/secrets.ts";
import { watchWhile } from "../../../support/leaks/watch.ts";
import { beginConversation, type Conversation, kept, sendThrough } from "../../../support/members/conversation.ts";
import { operatorOf } from "../../../support/members/operator.ts";
import { makeMember } from "../../../support/members/people.ts";
import type { Ceremonies } from "../../../support/recovery/ceremonies.ts";
import { isSoak, sample } from "../../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, startChatkeep } from "../../../support/stack/command-line.ts";
import { inspectService } from "../../../support/stack/engine.ts";
import { planOf } from "../../../support/stack/plan.ts";
import { bringUp, type StackRecord } from "../../../support/stack/stack.ts";

const rotating = (Object.keys(purposes) as Purpose[]).filter((purpose) => !Object.hasOwn(lastingPurposes, purpose));
/** Each command is a rotation: a soak does one for each secret, others one for a few of them together. */
const rotations = isSoak ? rotating.map((purpose) => [purpose]) : [sample("secrets rotated together", rotating, 4)];
const rotated = rotations.flat();

let stack: StackRecord;
let sending: Conversation;
let person: Person;
let silent: SignedIn;
/** What the commands said, and what could be read beside them while they ran. */
const places: SearchedPlace[] = [];

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

/** Loses what only the administrator's machine has; `up` names the way out. */
async function loseState(): Promise<void> {
  await rm(pathsFor(stack).stateFolder, { recursive: true });
  expect((await chatkeep(stack, ["up", "--yes"])).stderr).toContain("keys new-master --from-running");
}

/** How the key is replaced, and what was done to the stack before. */
const newMasters = [
  {
    way: "by a run that was killed halfway, and another",
    words: ["keys", "new-master"],
    before: killHalfway,
    loses: false,
  },
  {
    way: "from the running server, where words, passphrase and state are lost",
    words: ["keys", "new-master", "--from-running"],
    before: undefined,
    loses: true,
  },
];

/** That its secrets are rotated, and its master key replaced, while someone keeps sending. */
export function rotatingTests(at: () => Ceremonies): void {
  beforeAll(async () => {
    stack = await bringUp(at().home); // it is up: this says where
    sending = await beginConversation(stack, "sender");
    const operator = await operatorOf(stack);
    person = await makeMember(operator, stack.serverName, "silent");
    operator.close();
    silent = await signIn(stack, person);
    silent.sdk.stopClient();
  });

  for (const tests of sample("ways to other secrets", [rotationTests, newMasterTests], 1)) tests();

  describe("what is never rotated by itself", () => {
    it.each(sample("secrets that are never rotated", Object.keys(lastingPurposes), 2))(
      "is refused with the reason, and nothing changes: %s",
      async (purpose) => {
        const { exitCode, stderr } = await chatkeep(stack, ["keys", "rotate", purpose, "--yes"]);
        expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${purpose} is never rotated: `)]);
      },
    );
  });
}

function rotationTests(): void {
  describe("a rotation under a client that keeps sending", () => {
    it.each(rotations.map((each) => ({ each, named: each.join(", ") })))(
      "replaces what was announced, signs no one out and loses no message: $named",
      async ({ each }) => {
        await happensAsAnnounced(["keys", "rotate", ...each]);
      },
    );

    it("is listed, with the signing key that retired where it is among them", async () => {
      const { stdout } = await chatkeepSucceeds(stack, ["keys", "list", "--json"]);
      const { keys, retired, signingKeyId } = JSON.parse(stdout);
      const generations = Object.fromEntries(
        keys.map(({ purpose, epoch }: { purpose: string; epoch: number }) => [purpose, epoch]),
      );
      for (const purpose of rotating) expect(generations[purpose], purpose).toBe(rotated.includes(purpose) ? 1 : 0);
      expect(retired).toHaveLength(rotated.includes("signingKey") ? 1 : 0);
      expect(retired).not.toContainEqual(expect.objectContaining({ keyId: signingKeyId }));
    });

    it("leaves a line in the journal", async () => {
      const { stdout } = await chatkeepSucceeds(stack, ["journal", "show", "--json", "--lines", "100"]);
      expect(stdout).toContain('"step":"keys rotate"');
    });
  });
}

function newMasterTests(): void {
  describe("a new master key under a client that keeps sending", () => {
    it.each(sample("ways to a new master key", newMasters, 1))(
      "replaces what was announced, signs no one out and loses no message: $way",
      async ({ words, before, loses }) => {
        const earlier = await secretsOf(stack);
        if (loses) await loseState();
        const { keyId, retire } = JSON.parse(await happensAsAnnounced(words, before));
        const { stdout } = await chatkeepSucceeds(stack, ["keys", "list", "--json"]);
        const signingKeyId = expect.not.stringMatching(retire.keyId);
        expect(JSON.parse(stdout)).toMatchObject({ keyId, carriedPepper: true, signingKeyId });
        const replaced = earlier.map(({ name, value }) => ({ name: `earlier ${name}`, value }));
        const found = await searchStack(stack, [...(await secretsOf(stack)), ...replaced], places);
        expect(found).toMatchObject({ leaks: [], exposed: [] });
      },
    );

    it("signs the events of before again, where that is asked for", async () => {
      const { stdout } = await chatkeepSucceeds(stack, ["keys", "re-sign", "--yes", "--json"]);
      const { before, after } = JSON.parse(stdout);
      console.log(`${before} events were signed again.`);
      expect(before).toBeGreaterThan(20);
      expect(after).toBe(0);
    });

    it("leaves passwords as they were", async () => {
      const again = await signIn(stack, person);
      again.sdk.stopClient();
      expect(await isSignedIn(again)).toBe(true);
    });
  });
}
