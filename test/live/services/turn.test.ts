import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { lastLogLines } from "../../../src/io/docker/container-logs.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { makeCertificate } from "../../support/proxy/certificates.ts";
import { isSoak, sample, seed } from "../../support/sample.ts";
import { engineOf } from "../../support/stack/engine.ts";
import { readSetting } from "../../support/stack/stack-file.ts";
import { type RawCaller, rawCaller } from "../../support/turn/caller.ts";
import { malformed } from "../../support/turn/malformed.ts";
import { type Attribute, attributes, methods } from "../../support/turn/messages.ts";
import { drawFrom } from "../../support/turn/random.ts";
import { startTurnServer, type TurnServer } from "../../support/turn/server.ts";
import { sendOverStream } from "../../support/turn/streams.ts";
import { turnCredentials } from "../../support/world/internet/caller.ts";

const main = inject("mainStack");
const secret = new Secret("of a test");
const relayPorts = 20;

let server: TurnServer;

beforeAll(async () => {
  const imageSource = await readSetting(main.name, "imageSource");
  const settings = exampleSettings({
    imageSource,
    calls: { relayPorts: "50000-50019" },
    addresses: { ipv4: "203.0.113.7" },
  });
  const { cert, key } = await makeCertificate({ name: "turn.test" });
  server = await startTurnServer(engineOf(main), decidePlan("acme", settings), { secret, certificate: cert + key });
  await untilTrue("answer of the TURN server", answers);
});

afterAll(() => server?.container.remove({ force: true, v: true }));

const callerFor = (member: string) =>
  rawCaller(
    { address: "127.0.0.1", port: server.ports.udp },
    turnCredentials(secret, `@${member}:acme.test`, new Date(Date.now() + 3_600_000)),
  );

async function answers(): Promise<boolean> {
  await using caller = await callerFor("asker");
  return (await caller.ask(methods.binding, [])) !== null;
}

/** EVEN-PORT with the bit that asks for the next port too (RFC 8656, section 18.6). */
const evenAndNext: Attribute = [attributes.evenPort, Buffer.from([0x80])];

describe("a member who has relay ports reserved and does not use them", () => {
  it("keeps none from others once no call is under way, and ends no call before", { timeout: 240_000 }, async () => {
    await using other = await callerFor("other");
    expect(await other.allocate()).toBeNull();
    for (let taken = 0; taken < relayPorts / 2; taken++) {
      await using greedy = await callerFor("greedy");
      await greedy.allocate(evenAndNext);
      await greedy.release();
    }
    // Beside the one of the call.
    expect(await freePorts()).toBeLessThan(relayPorts * (3 / 4));
    await looksOfStartScript(2);
    expect(await other.refresh()).toBeNull();
    await other.release();
    const isTold = async () => (await said()).includes("relay ports were reserved and not used");
    await untilTrue("new start of the TURN server", isTold, { seconds: 60 });
    await untilTrue("answer of the TURN server", answers);
    expect(await freePorts()).toBe(relayPorts);
  });
});

/** How many relays others get; each is given back. */
async function freePorts(): Promise<number> {
  const callers: RawCaller[] = [];
  try {
    for (let count = 0; count < relayPorts; count++) {
      const caller = await callerFor(`caller${count}`);
      callers.push(caller);
      if ((await caller.allocate()) !== null) return count;
    }
    return relayPorts;
  } finally {
    for (const caller of callers) {
      await caller.release();
      await caller[Symbol.asyncDispose]();
    }
  }
}

/** start.sh sleeps between its looks: each sleep is another process. */
async function looksOfStartScript(count: number): Promise<void> {
  const seen = new Set<string>();
  await untilTrue("looks of start.sh", async () => {
    const { Processes } = await server.container.top({ ps_args: "-eo pid,args" });
    for (const [pid = "", ...words] of Processes) if (words.join(" ").startsWith("sleep")) seen.add(pid);
    return seen.size > count;
  });
}

async function said(): Promise<string> {
  return (await lastLogLines(engineOf(main), server.container.id, 100)).join("\n");
}

describe("messages whose lengths are wrong", () => {
  const draw = drawFrom(Number.parseInt(seed.slice(0, 8), 16));
  const count = isSoak ? 50_000 : 500;

  const ways = [
    ["UDP", "nobody", 1],
    ["UDP", "a member", 1],
    ["TCP", "nobody", 10],
    ["TCP", "a member", 10],
    ["TLS", "nobody", 20],
    ["TLS", "a member", 20],
  ] as const;

  it.each(sample("ways of malformed messages", ways, 2))(
    "over %s, signed by %s, end neither the server nor a call",
    { timeout: 1_200_000 },
    async (over, who, share) => {
      await using call = await callerFor("call");
      // Those of before may still be on their way out, and a port that was reserved stays so for 30 s or longer (RFC 8656, section 7.2).
      await untilTrue("relay of the call", async () => (await call.allocate()) === null, { seconds: 150 });
      const process = await serverProcess();
      for (let sent = 0; sent < count / share; sent += batch) {
        await using caller = await callerFor(`member${sent}`);
        if (who === "a member") await caller.ask(methods.refresh, []);
        const messages = Array.from({ length: batch }, () => malformed(draw, caller.challenge()));
        if (over === "UDP") for (const message of messages) caller.send(message);
        else await sendOverStream(over === "TLS" ? server.ports.tls : server.ports.tcp, over === "TLS", messages);
        await untilTrue("answer of the TURN server", answers);
      }
      expect(await call.refresh()).toBeNull();
      expect(await serverProcess()).toBe(process);
      await call.release();
    },
  );
});

const batch = 10;

/** The number of coturn's process: another one would say that it ended. */
async function serverProcess(): Promise<string> {
  const { Processes } = await server.container.top({ ps_args: "-eo pid,args" });
  return Processes.find((words: readonly string[]) => words.join(" ").includes("turnserver -c"))?.[0] ?? "none";
}
