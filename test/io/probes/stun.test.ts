import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { answersBinding } from "../../../src/io/probes/stun.ts";

/** Answers each datagram with what `reply` makes of it, while something is done. */
async function withResponder(reply: (question: Buffer) => Buffer | null, doing: (port: number) => Promise<unknown>) {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  socket.on("message", (question, { port, address }) => {
    const answer = reply(question);
    if (answer !== null) socket.send(answer, port, address);
  });
  await once(socket, "listening");
  try {
    return await doing(socket.address().port);
  } finally {
    socket.close();
  }
}

const success = (question: Buffer) => Buffer.concat([Buffer.from([0x01, 0x01, 0x00, 0x00]), question.subarray(4, 20)]);
const ask = (seconds: number) => (port: number) =>
  answersBinding("127.0.0.1", port, AbortSignal.timeout(seconds * 1_000));

describe("a STUN server", () => {
  it("answers where it gives back the transaction", async () => {
    expect(await withResponder(success, ask(20))).toBe(true);
  });

  it("is asked as the standard says: Binding, no attributes, the magic cookie", async () => {
    const asked: Buffer[] = [];
    await withResponder((question) => {
      asked.push(question);
      return success(question);
    }, ask(20));
    expect(asked[0]?.subarray(0, 8).toString("hex")).toBe("000100002112a442");
    expect(asked[0]).toHaveLength(20);
  });

  it("is asked again where the first question is lost", async () => {
    let questions = 0;
    const second = (question: Buffer) => (++questions === 1 ? null : success(question));
    expect(await withResponder(second, ask(20))).toBe(true);
  });

  it.each([
    ["is silent", () => null],
    ["refuses", (question: Buffer) => Buffer.concat([Buffer.from([0x01, 0x11, 0, 0]), question.subarray(4, 20)])],
    ["answers someone else", () => Buffer.concat([Buffer.from("010100002112a442", "hex"), Buffer.alloc(12)])],
    ["says something else", () => Buffer.from("hello")],
  ] as const)("does not answer where it %s", async (_, reply) => {
    expect(await withResponder(reply, ask(0.2))).toBe(false);
  });
});
