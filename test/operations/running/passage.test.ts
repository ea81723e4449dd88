import { describe, expect, it } from "vitest";
import { StackError } from "../../../src/errors.ts";
import {
  addressToAsk,
  awaitPassage,
  clientPorts,
  judgePassage,
  machineIn,
  type Passage,
  worstOf,
} from "../../../src/operations/running/passage.ts";
import { decideUp } from "../../../src/operations/up/up.ts";
import { goal, seen } from "../up/situation.ts";

const through: Passage = { kind: "through" };
const closed: Passage = { kind: "closed", why: "connect ECONNREFUSED 127.0.0.1:443" };
const unknown: Passage = { kind: "unknown", why: "no answer in 10 s" };

describe("a port of the proxy", () => {
  it("is knocked at where its engine is", () => {
    expect(clientPorts(goal.plan)).toEqual([{ address: "0.0.0.0", port: 443 }]);
    expect(["0.0.0.0", "::", "127.0.0.1", "192.0.2.4"].map((each) => addressToAsk(each, null))).toEqual([
      "127.0.0.1",
      "::1",
      "127.0.0.1",
      "192.0.2.4",
    ]);
    expect(
      ["0.0.0.0", "::", "127.0.0.1", "::1", "192.0.2.4"].map((each) => addressToAsk(each, "acme.example")),
    ).toEqual(["acme.example", "acme.example", null, null, "192.0.2.4"]);
  });

  it.each([
    [undefined, null],
    ["unix:///run/other.sock", null],
    ["ssh://root@acme.example:22", "acme.example"],
    ["tcp://[2001:db8::1]:2376", "2001:db8::1"],
  ])("is on the machine that DOCKER_HOST=%s names: %s", (address, machine) => {
    expect(machineIn(address)).toBe(machine);
  });

  it("lets through who gets Synapse's answer; no answer counts only where nothing lies between", () => {
    expect(judgePassage({ seen: { status: 200 } }, false)).toEqual(through);
    expect(judgePassage({ seen: { status: 502 } }, false)).toEqual({ kind: "closed", why: "the answer is 502" });
    expect(judgePassage({ unseen: unknown.why }, true)).toEqual({ ...unknown, kind: "closed" });
    expect(judgePassage({ unseen: unknown.why }, false)).toEqual(unknown);
  });

  it("counts as closed where one of several is", () => {
    expect(worstOf([through, unknown, closed])).toBe(closed);
    expect(worstOf([through, unknown])).toBe(unknown);
    expect(worstOf([through])).toEqual(through);
  });
});

describe("asking as a client", () => {
  it("is what `up` does again with patience where no one got through", () => {
    expect(decideUp(goal, seen({ passage: closed })).map(({ kind }) => kind)).toEqual(["awaitHealth", "askAsClient"]);
    for (const passage of [through, unknown, null]) expect(decideUp(goal, seen({ passage }))).toEqual([]);
  });

  it("goes on until someone gets through", async () => {
    const { world, asked } = worldWith([closed, closed, through]);
    await awaitPassage(step, world);
    expect(asked()).toBe(3);
  });

  it("says so where it cannot be known from here", async () => {
    const { world, kept } = worldWith([unknown]);
    await awaitPassage(step, world);
    expect(kept).toEqual(["Not checked as a client from here: no answer in 10 s"]);
  });

  it("fails where no one gets through, with the port and what to look at", async () => {
    const failure = await awaitPassage(step, worldWith([closed]).world).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StackError);
    expect(failure).toMatchObject({
      message: `Every service is healthy, but clients do not reach Synapse through 0.0.0.0:443: ${closed.why}`,
      next: expect.stringContaining("ss -ltnp 'sport = :443'"),
    });
  });

  it("names an IPv6 address in brackets", async () => {
    const onBoth = { ...step, ports: [...step.ports, { address: "::", port: 443 }] };
    const failure = await awaitPassage(onBoth, worldWith([closed]).world).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: expect.stringContaining("through 0.0.0.0:443, [::]:443: ") });
  });
});

const step = {
  kind: "askAsClient",
  stack: "acme",
  hostName: goal.plan.hostName,
  ports: clientPorts(goal.plan),
} as const;

/** Answers in turn, the last one for ever. */
function worldWith(answers: readonly Passage[]) {
  let [count, time] = [0, 0];
  const kept: string[] = [];
  const pause = async (milliseconds: number) => {
    time += milliseconds;
  };
  const world: Parameters<typeof awaitPassage>[1] = {
    askAsClient: async () => answers[Math.min(count++, answers.length - 1)] ?? through,
    clock: { now: () => new Date(time), pause },
    narrator: { keep: (line) => void kept.push(line) },
  };
  return { world, kept, asked: () => count };
}
