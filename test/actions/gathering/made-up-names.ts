import { createSocket } from "node:dgram";
import { once } from "node:events";

/** A name server that knows no name, and counts what it is asked. */
export interface MadeUpNames extends AsyncDisposable {
  /** As a resolver is named. */
  readonly address: string;
  /** Each question: the name and the number of the type (RFC 1035, section 3.2.2). */
  readonly asked: readonly string[];
}

/** Starts one. */
export async function startMadeUpNames(): Promise<MadeUpNames> {
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    asked.push(readQuestion(question));
    socket.send(noSuchName(question), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const close = async () => void socket.close();
  return { address: `127.0.0.1:${socket.address().port}`, asked, [Symbol.asyncDispose]: close };
}

/** The labels after the header of 12 bytes, then the type (RFC 1035, section 4.1.2). */
function readQuestion(message: Buffer): string {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  return `${labels.join(".")} ${message.readUInt16BE(at + 1)}`;
}

/** The same message as an answer, with the code for a name that does not exist (RFC 1035, section 4.1.1); what follows the question goes. */
function noSuchName(question: Buffer): Buffer {
  const answer = Buffer.from(question);
  answer.writeUInt16BE(0x81_83, 2);
  answer.writeUInt32BE(0, 6); // no answers, no authorities
  const end = question.indexOf(0, 12) + 5;
  answer.writeUInt16BE(0, 10);
  return answer.subarray(0, end);
}
