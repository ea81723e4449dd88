import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";

/** How often the question is repeated: UDP loses some (RFC 8489, section 6.2.1). */
const repeatMilliseconds = 500;

/** Whether a STUN server answers there by UDP (RFC 8489, Binding). Resolves with false once the signal ends the waiting; throws where the name leads nowhere. */
export async function answersBinding(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  const question = bindingRequest();
  const answered = new Promise<boolean>((resolve, reject) => {
    socket.on("message", (answer) => {
      if (isAnswerTo(question, answer)) resolve(true);
    });
    socket.once("error", reject);
    signal.addEventListener("abort", () => resolve(false), { once: true });
    const ask = () => socket.send(question, port, host, (error) => error && reject(error));
    const asking = setInterval(ask, repeatMilliseconds);
    socket.once("close", () => clearInterval(asking));
    ask();
  });
  return await answered.finally(() => socket.close());
}

/** Type, length, magic cookie and transaction identifier (RFC 8489, section 5). */
function bindingRequest(): Buffer {
  return Buffer.concat([Buffer.from([0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]);
}

/** A success response (0x0101) to the same transaction. */
function isAnswerTo(question: Buffer, answer: Buffer): boolean {
  return (
    answer.length >= 20 && answer.readUInt16BE(0) === 0x0101 && answer.subarray(4, 20).equals(question.subarray(4))
  );
}
