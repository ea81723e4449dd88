import type { UserId } from "../../../kinds/names.ts";
import {
  comparePowers,
  type DepartureFacts,
  type DepartureRoom,
  type DepartureWishes,
  type PersonInRoom,
  roomTitle,
} from "./facts.ts";
import type { HandOver, LeaveRoom, OffboardStep, RemoveFromRoom } from "./steps.ts";

/**
 * What must happen for a member to lose all access, in the order that works. What has happened already is left out, so a run that was
 * killed is finished by running again.
 */
export function decideOffboard(facts: DepartureFacts, wishes: DepartureWishes): readonly OffboardStep[] {
  const { user, account, access } = facts;
  const freeze: readonly OffboardStep[] = access.locked ? [] : [{ kind: "freeze", user }];
  if (account.state === "deactivated") return [...freeze, ...returns(facts, []), ...remaining(facts, wishes)];
  const [handOvers, removals] = [decideHandOvers(facts), decideRemovals(facts)];
  return [
    ...handOvers.filter(({ way }) => way === "give 150"),
    ...freeze,
    ...handOvers.filter(({ way }) => way === "make admin"),
    ...removals, // this is what makes the others rotate their keys
    ...returns(facts, removals),
    ...remaining(facts, wishes),
  ];
}

/**
 * What can be done to an account that was deactivated too: all but what takes a power that it had. Synapse appends a redaction to the
 * redacted message, when the member was in the room still: it may put them back, so deactivating comes after it (`_redact_all_events`).
 */
function remaining(facts: DepartureFacts, wishes: DepartureWishes): readonly OffboardStep[] {
  const { user, access } = facts;
  const redact = redaction(facts, wishes);
  const isClosed = access.deactivated && !access.password && access.keyBackups === 0 && isOutOfRooms(facts);
  const isDone = isClosed && redact.length === 0 && (access.erased || !wishes.erase);
  const deactivate = isDone ? [] : [{ kind: "deactivate" as const, user, erase: wishes.erase }];
  const leave: readonly OffboardStep[] = deactivate.length > 0 || !isOutOfRooms(facts) ? [{ kind: "leave", user }] : [];
  return [...endOfSessions(facts), ...tokens(facts), ...redact, ...deletion(facts, wishes), ...deactivate, ...leave];
}

function isOutOfRooms({ access }: DepartureFacts): boolean {
  return Object.keys(access.rooms).length === 0;
}

/** Which rooms get another leader: those that only the leaving member leads, where a member of this server stays. */
export function decideHandOvers(facts: DepartureFacts): readonly HandOver[] {
  return facts.rooms.filter(isLedByThemAlone).flatMap((room) => {
    const to = successorIn(room, facts.administrators);
    const isNewCreator = room.power === "creator" && !facts.access.locked;
    return to === null
      ? []
      : [
          {
            kind: "handOver",
            user: facts.user,
            room: room.room,
            title: roomTitle(room),
            to,
            way: isNewCreator ? "give 150" : "make admin",
          },
        ];
  });
}

/** Whether no other person could change the room's power levels. */
export function isLedByThemAlone({ membership, power, leading, people, ledElsewhere }: DepartureRoom): boolean {
  const leads = (each: PersonInRoom) => comparePowers(each.power, leading) >= 0;
  return membership === "join" && comparePowers(power, leading) >= 0 && !people.some(leads) && !ledElsewhere;
}

/** An administrator of the server who is in the room, else who has most power there, else the first by name. */
function successorIn({ people }: DepartureRoom, administrators: readonly UserId[]): UserId | null {
  const administrator = administrators.find((each) => people.some(({ user }) => user === each));
  const [strongest] = people.toSorted(
    (one, other) => comparePowers(other.power, one.power) || (one.user < other.user ? -1 : 1),
  );
  return administrator ?? strongest?.user ?? null;
}

/**
 * Out of which rooms the operator takes them: rooms of the team where another member has more power. No one removes a creator of version
 * 12, nor a person of the same power; there, and in private conversations, they leave when the account is deactivated.
 */
function decideRemovals({ user, rooms }: DepartureFacts): readonly RemoveFromRoom[] {
  return rooms.filter(canBeRemovedFrom).map((room) => ({
    kind: "removeFromRoom",
    user,
    room: room.room,
    title: roomTitle(room),
    through: successorIn(room, []),
  }));
}

/** Which rooms the operator leaves that it is in already; from those that it removes them from, it goes anyhow. */
function returns({ user, operatorIn }: DepartureFacts, removals: readonly RemoveFromRoom[]): readonly LeaveRoom[] {
  const left = new Set(removals.map(({ room }) => room));
  return operatorIn
    .filter(({ room }) => !left.has(room))
    .map((each) => ({ kind: "leaveRoom", user, room: each.room, title: roomTitle(each) }));
}

/** Whether the operator can take them out of a room. */
function canBeRemovedFrom(room: DepartureRoom): boolean {
  if (!room.team || room.membership !== "join" || room.power === "creator" || room.people.length === 0) return false;
  const above = ({ power }: PersonInRoom) =>
    comparePowers(power, room.power) > 0 && comparePowers(power, Math.max(room.removing, room.leading)) >= 0;
  return room.operatorCreated || room.people.some(above);
}

function endOfSessions({ user, account, access }: DepartureFacts): readonly OffboardStep[] {
  const { accessTokens, actingTokens, refreshTokens, loginTokens, devices, pushers } = access;
  const open = accessTokens + actingTokens + refreshTokens + loginTokens + devices + pushers;
  if (account.state === "deactivated" && open === 0) return [];
  return [{ kind: "endSessions", user, devices }];
}

function tokens({ user, tokens }: DepartureFacts): readonly OffboardStep[] {
  return tokens.map((token) => ({ kind: "revokeToken", user, token }));
}

function redaction({ user, everIn, access }: DepartureFacts, { history }: DepartureWishes): readonly OffboardStep[] {
  return history === "redact" && access.messages > 0 ? [{ kind: "redact", user, rooms: everIn }] : [];
}

function deletion({ user, access }: DepartureFacts, { media }: DepartureWishes): readonly OffboardStep[] {
  return media === "delete" && access.media > 0 ? [{ kind: "deleteMedia", user, files: access.media }] : [];
}
