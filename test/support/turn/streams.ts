import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";

/** Sends all of it over a connection of its own and ends that, whatever the other side makes of it. */
export async function sendOverStream(port: number, isTls: boolean, pieces: readonly Buffer[]): Promise<void> {
  const place = { host: "127.0.0.1", port };
  const socket = isTls ? connectTls({ ...place, rejectUnauthorized: false }) : connect(place);
  const closed = once(socket, "close");
  socket.on("error", () => undefined); // a server may hang up on this
  socket.resume();
  for (const piece of pieces) socket.write(piece);
  socket.end();
  const late = setTimeout(() => socket.destroy(), 200); // or wait for more, as a message's length says
  await closed;
  clearTimeout(late);
}
