import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { SignedIn } from "../../../src/io/matrix/client.ts";
import { beginConversation, goesOn } from "../../support/members/conversation.ts";
import { keepSending, numbersIn, type Sender, type Sent } from "../../support/members/sender.ts";
import { isSoak, sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { containerIds, roles, startTimes } from "../../support/stack/engine.ts";
import { pulumiSucceeds } from "../../support/stack/pulumi.ts";
import { bringUp, type StackRecord } from "../../support/stack/stack.ts";
import { changeSetting } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";
import { declaredResources, twinOf } from "../../support/stack/twin.ts";

const main = inject("mainStack");
const portOf = ({ baseUrl }: StackRecord) => Number(new URL(baseUrl).port);
const everyMilliseconds = isSoak ? 100 : 200;
/** Each with the services that it replaces, and no other. */
const changes = [
  {
    what: "how long files are kept replaces Synapse alone",
    setting: "mediaRetention",
    value: { local: "300 days", remote: "30 days" },
    replaced: ["synapse"],
  },
  {
    what: "the memory replaces Postgres and Synapse, and not the proxy",
    setting: "memory",
    value: "1280 MiB",
    replaced: ["postgres", "synapse"],
  },
] as const;

let twin: Home;
let stack: StackRecord;

beforeAll(async () => {
  twin = await twinOf(main);
});

afterAll(async () => {
  await removeStack(twin);
});

describe("plain `pulumi up` on a clean state", () => {
  it("makes a stack at which `chatkeep up` finds nothing to change", async () => {
    await pulumiSucceeds(twin, "stack", "init");
    const { seconds } = await pulumiSucceeds(twin, "up", "--yes", "--skip-preview");
    console.log(`Plain \`pulumi up\` took ${seconds.toFixed(1)} s.`);
    const before = await containerIds(twin);
    stack = await bringUp(twin);
    expect(await containerIds(twin)).toEqual(before);
  });

  it("makes the same resources as `chatkeep up`", async () => {
    const [plain, ours] = [await declaredResources(stack, portOf(stack)), await declaredResources(main, portOf(main))];
    expect(plain.length).toBeGreaterThan(15);
    expect(plain).toEqual(ours);
  });
});

describe("a change while someone keeps sending", () => {
  let client: SignedIn;
  let roomId: string;
  let sender: Sender;
  let sent: readonly Sent[];

  beforeAll(async () => {
    ({ client, roomId } = await beginConversation(stack, "dora"));
    sender = keepSending(client, roomId, { everyMilliseconds });
  });

  afterAll(async () => {
    await sender?.stop();
    await client?.stop();
  });

  it.each(sample("changes of one setting", changes, 1))("of $what", async ({ setting, value, replaced }) => {
    const before = await containerIds(stack);
    await changeSetting(stack.name, setting, value);
    await bringChange();
    const after = await containerIds(stack);
    expect(roles.filter((role) => after[role] !== before[role])).toEqual(replaced);
    await goesOn(sender);
  });

  it("is a pause for the sender and not an error", async () => {
    sent = await sender.stop();
    const longest = Math.max(...sent.map(({ milliseconds }) => milliseconds));
    console.log(
      `${sent.length} messages sent, one each ${everyMilliseconds} ms; the longest was held for ${(longest / 1_000).toFixed(1)} s.`,
    );
    expect(sent.filter(({ status }) => status !== 200)).toEqual([]);
    expect(longest).toBeLessThan(60_000);
  });

  it("loses no message and doubles none", async () => {
    const numbers = await numbersIn(client, roomId);
    expect([...numbers].sort((one, other) => one - other)).toEqual(sent.map(({ number }) => number));
  });
});

for (const tests of sample("changes that are refused", [anotherServerName, refusedBySynapse], 1)) tests();

function anotherServerName(): void {
  describe("a server name that was edited and put back", () => {
    it("is refused by plain `pulumi up` and by `chatkeep up`, and is no trace afterwards", async () => {
      const before = [await containerIds(stack), await startTimes(stack)];
      await changeSetting(stack.name, "serverName", "other.test");
      await expect(pulumiSucceeds(stack, "up", "--yes", "--skip-preview")).rejects.toThrow(/This server is team\.test/);
      const { exitCode, stderr } = await chatkeep(stack, ["up", "--yes"]);
      expect(stderr).toContain("is the server team.test and cannot become other.test");
      expect(exitCode).toBe(2);
      await changeSetting(stack.name, "serverName", "team.test");
      await chatkeepSucceeds(stack, ["up", "--yes"]);
      expect([await containerIds(stack), await startTimes(stack)]).toEqual(before);
    }, 600_000);
  });
}

function refusedBySynapse(): void {
  describe("a setting that Synapse refuses", () => {
    it("is refused in Synapse's words, with its key, and the running server is not touched", async () => {
      const before = [await containerIds(stack), await startTimes(stack)];
      await changeSetting(stack.name, "homeserver", { default_room_version: "999" });
      const { exitCode, stderr } = await chatkeep(stack, ["up", "--yes"]);
      expect(stderr).toContain("Unknown default_room_version: 999");
      expect(exitCode).toBe(1);
      expect([await containerIds(stack), await startTimes(stack)]).toEqual(before);
    });
  });
}

async function bringChange(): Promise<void> {
  const { seconds } = await chatkeepSucceeds(stack, ["up", "--yes"]);
  console.log(`\`chatkeep up\` with one setting changed took ${seconds.toFixed(1)} s.`);
}
