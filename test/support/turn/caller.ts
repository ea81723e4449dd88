import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type Answer, type Attribute, attributes, type Challenge, methods, readAnswer, request } from "./messages.ts";

/** A client of a TURN server over UDP, which says what no ordinary one does. */
export interface RawCaller extends AsyncDisposable {
  /** What the server answers to a request; null where it says nothing within two seconds. */
  ask(method: number, content: readonly Attribute[]): Promise<Answer | null>;
  /** Asks for a relay (RFC 8656, section 7), and says what refused it, 0 where nothing answers; null where there is one. */
  allocate(...content: readonly Attribute[]): Promise<number | null>;
  /** What the server wants requests to be signed with; null before it has asked for it. */
  challenge(): Challenge | null;
  /** Sends bytes as they are. */
  send(bytes: Buffer): void;
  /** Keeps the relay for longer, and says what refused that; null where it is still there (RFC 8656, section 8). */
  refresh(): Promise<number | null>;
  /** Gives the relay back. */
  release(): Promise<void>;
}

const udp: Attribute = [attributes.requestedTransport, Buffer.from([17, 0, 0, 0])];

/** From a port of its own: a relay belongs to that. */
export async function rawCaller(
  server: { readonly address: string; readonly port: number },
  credentials: { readonly username: string; readonly password: string },
): Promise<RawCaller> {
  const socket = createSocket("udp4");
  socket.connect(server.port, server.address);
  await once(socket, "connect");
  let challenge: Challenge | null = null;
  const ask = async (method: number, content: readonly Attribute[]) => {
    const answer = await exchange(socket, request(method, content, challenge));
    const nonce = answer?.values.get(attributes.nonce)?.toString();
    if (nonce === undefined || (answer?.refused !== 401 && answer?.refused !== 438)) return answer;
    const realm = answer.values.get(attributes.realm)?.toString() ?? "";
    challenge = { ...credentials, realm, nonce };
    return await exchange(socket, request(method, content, challenge));
  };
  return {
    ask,
    challenge: () => challenge,
    send: (bytes) => void socket.send(bytes),
    allocate: async (...content) => refusalIn(await ask(methods.allocate, [udp, ...content])),
    refresh: async () => refusalIn(await ask(methods.refresh, [])),
    release: async () => void (await ask(methods.refresh, [[attributes.lifetime, Buffer.alloc(4)]])),
    [Symbol.asyncDispose]: async () => void socket.close(),
  };
}

/** Silence is no success. */
function refusalIn(answer: Answer | null): number | null {
  return answer === null ? 0 : answer.refused;
}

async function exchange(socket: Socket, message: Buffer): Promise<Answer | null> {
  const answered = new Promise<Answer | null>((resolve) => {
    const late = setTimeout(() => resolve(null), 2_000);
    socket.once("message", (found) => {
      clearTimeout(late);
      resolve(readAnswer(found));
    });
  });
  socket.send(message);
  return await answered;
}
