import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freePort } from "../../../src/io/machine/free-port.ts";
import type { SignedIn } from "../../../src/io/matrix/client.ts";
import { type Purpose, purposes } from "../../../src/keys/purposes.ts";
import type { ServiceRole } from "../../../src/plan/plan.ts";
import { lastingPurposes } from "../../../src/settings/shapes/keys.ts";
import { beginConversation, type Conversation, kept, sendThrough } from "../../support/members/conversation.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { inspectService } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";

const rotating = (Object.keys(purposes) as Purpose[]).filter((purpose) => !Object.hasOwn(lastingPurposes, purpose));
const alone = sample("secrets rotated alone", rotating, 1);
const together = rotating.filter((purpose) => !alone.includes(purpose));

let stack: StackRecord;
let sending: Conversation;
let silent: Conversation;

beforeAll(async () => {
  const [port, tlsPort] = [await freePort(), await freePort()];
  const calls = { port, tlsPort, relayPorts: `${tlsPort + 1}-${tlsPort + 4}` };
  const settings = { calls, addresses: { ipv4: "203.0.113.7" }, ...inject("sources").settings };
  stack = await bootStack({ ...(await testSettings()), ...settings });
  sending = await beginConversation(stack, "sender");
  silent = await beginConversation(stack, "silent");
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

/** Runs a command while someone keeps sending, and holds what happened against what it announced. */
async function happensAsAnnounced(words: readonly string[]): Promise<void> {
  const { stdout } = await chatkeepSucceeds(stack, [...words, "--dry-run", "--json"]);
  const { replaced } = JSON.parse(stdout);
  const before = await containers();
  let seconds = 0;
  const strike = async () => {
    ({ seconds } = await chatkeepSucceeds(stack, [...words, "--yes", "--json"]));
  };
  const account = await sendThrough(stack, sending, { what: words.join(" "), strike });
  console.log(`${words.join(" ")} took ${seconds.toFixed(1)} s and replaced ${replaced.join(", ")}.`);
  const after = await containers();
  expect(Object.keys(after).filter((role) => after[role] !== before[role])).toEqual(replaced);
  expect(account).toMatchObject(kept);
  expect([await isSignedIn(sending.client), await isSignedIn(silent.client)]).toEqual([true, true]);
  expect((await chatkeepSucceeds(stack, ["up", "--dry-run"])).stdout).toContain("Nothing to change.");
}

describe("a rotation under a client that keeps sending", () => {
  it.each(alone)("replaces what was announced, signs no one out and loses no message: %s", (purpose) =>
    happensAsAnnounced(["keys", "rotate", purpose]),
  );

  it.runIf(together.length > 0)("does so with several secrets at once", () =>
    happensAsAnnounced(["keys", "rotate", ...together]),
  );

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

describe("what is never rotated by itself", () => {
  it.each(Object.keys(lastingPurposes))("is refused with the reason, and nothing changes: %s", async (purpose) => {
    const { exitCode, stderr } = await chatkeep(stack, ["keys", "rotate", purpose, "--yes"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${purpose} is never rotated: `)]);
  });
});
