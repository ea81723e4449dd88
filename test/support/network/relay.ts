import { connect, createServer, type NetConnectOpts, type Server } from "node:net";

/** A server that joins anyone who connects to somewhere else, byte for byte; where one side breaks off, so does the other. */
export function relayTo(there: NetConnectOpts): Server {
  return createServer({ allowHalfOpen: true }, (outer) => {
    const inner = connect({ ...there, allowHalfOpen: true });
    const end = () => void [inner, outer].map((each) => each.destroy());
    for (const each of [inner, outer]) each.once("error", end).once("close", end);
    outer.pipe(inner).pipe(outer);
  });
}
