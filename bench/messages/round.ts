import type Docker from "dockerode";
import type { Client } from "./client.ts";
import { deliver, type Positions } from "./delivery.ts";
import type { Figures, FrontFigures } from "./figures.ts";
import type { Team } from "./members.ts";
import { type Sending, sendFor } from "./sending.ts";
import { percentile } from "./statistics.ts";
import type { Subject } from "./subject.ts";
import { spentBetween, useOf } from "./use.ts";

/** How long each part of a round takes. */
export interface Lengths {
  readonly warmUpSeconds: number;
  readonly singleSeconds: number;
  readonly tenRoomsSeconds: number;
  readonly oneRoomSeconds: number;
  readonly deliveredMessages: number;
}

/** A server with people in its rooms. */
export interface Peopled {
  readonly subject: Subject;
  readonly client: Client;
  /** Null where there is no proxy. */
  readonly frontClient: Client | null;
  readonly team: Team;
  readonly positions: Positions;
}

const senders = 8;

/** Puts one server under load, spoken to at Synapse's own port, and measures. */
export async function playRound(
  engine: Docker,
  { subject, client, team, positions }: Peopled,
  lengths: Lengths,
): Promise<Figures> {
  const [one = ""] = team.tokens;
  const some = team.tokens.slice(0, senders);
  await sendFor(lengths.warmUpSeconds, client, [one], team.tenRooms);
  const single = await sendFor(lengths.singleSeconds, client, [one], [team.room]);
  const before = await useOf(engine, subject);
  const tenRooms = await sendFor(lengths.tenRoomsSeconds, client, some, team.tenRooms);
  const between = await useOf(engine, subject);
  const oneRoom = await sendFor(lengths.oneRoomSeconds, client, some, [team.room]);
  const delivery = await deliver(lengths.deliveredMessages, client, team, positions);
  const after = await useOf(engine, subject);
  const perMessage = (role: string) => spentBetween(before, between, role) / tenRooms.milliseconds.length;
  return {
    tenRoomsPerSecond: perSecond(tenRooms),
    oneRoomPerSecond: perSecond(oneRoom),
    singleP50: percentile(single.milliseconds, 0.5),
    singleP95: percentile(single.milliseconds, 0.95),
    synapseMillisecondsPerMessage: perMessage("synapse"),
    postgresMillisecondsPerMessage: perMessage("postgres"),
    deliveryP50: percentile(delivery.delivered, 0.5),
    deliveryP95: percentile(delivery.delivered, 0.95),
    deliverySendP95: percentile(delivery.accepted, 0.95),
    synapseMebibytes: after.synapse?.mebibytes ?? 0,
    postgresMebibytes: after.postgres?.mebibytes ?? 0,
  };
}

/** The sending part once more, as a member's app reaches the server: over TLS through the proxy. */
export async function playFront(client: Client, team: Team, lengths: Lengths): Promise<FrontFigures> {
  const [one = ""] = team.tokens;
  await sendFor(lengths.warmUpSeconds / 2, client, [one], team.tenRooms);
  const single = await sendFor(lengths.singleSeconds, client, [one], [team.room]);
  const tenRooms = await sendFor(lengths.tenRoomsSeconds, client, team.tokens.slice(0, senders), team.tenRooms);
  return {
    tenRoomsPerSecond: perSecond(tenRooms),
    singleP50: percentile(single.milliseconds, 0.5),
    singleP95: percentile(single.milliseconds, 0.95),
  };
}

function perSecond({ seconds, milliseconds }: Sending): number {
  return milliseconds.length / seconds;
}
