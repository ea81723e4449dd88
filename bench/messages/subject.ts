import type { Json } from "../../src/kinds/json.ts";

/** One server under load: what is spoken to, and which containers it is made of. */
export interface Subject {
  readonly name: string;
  /** Synapse's own port, without a proxy. */
  readonly address: string;
  /** The way through the proxy, where there is one. */
  readonly front: Front | null;
  /** The containers by what they do. */
  readonly containers: Readonly<Record<string, string>>;
  /** Makes an account and gives the access token of its first device. */
  makeAccount(name: string): Promise<string>;
  remove(): Promise<void>;
}

/** An address behind TLS, and the certificate it is checked against. */
export interface Front {
  readonly address: string;
  readonly authority: string;
}

/** A new one each time: shared, YAML would write it as an anchor. */
const enough = () => ({ per_second: 100_000, burst_count: 100_000 });

/** homeserver.yaml's rate limits, raised out of the way: the same in every server that is compared. No one signs in often or wrongly here. */
export const raisedLimits: Readonly<Record<string, Json>> = {
  rc_message: enough(),
  rc_registration: enough(),
  rc_login: { address: enough() },
  rc_joins: { local: enough(), remote: enough() },
  rc_joins_per_room: enough(),
  rc_invites: { per_room: enough(), per_user: enough(), per_issuer: enough() },
  rc_room_creation: enough(),
};
