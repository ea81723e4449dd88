import { StackError } from "../../../errors.ts";
import type { AccessLeft } from "../../../io/postgres/audit/lockout.ts";
import type { Accounts } from "../../../io/synapse/accounts.ts";
import type { ActingSession } from "../../../io/synapse/acting.ts";
import type { RegistrationTokens } from "../../../io/synapse/registration-tokens.ts";
import type { Rooms } from "../../../io/synapse/rooms.ts";
import type { Traces } from "../../../io/synapse/traces.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { tokenNamed } from "../../accounts/tokens.ts";
import type { PerformingWorld } from "../../steps/perform.ts";
import type { StepTable } from "../../steps/table.ts";
import type { HandOver, OffboardStep } from "./steps.ts";

/** What an offboarding's steps act on. */
export interface OffboardWorld extends PerformingWorld {
  readonly accounts: Pick<Accounts, "setLocked" | "setPassword" | "deactivate">;
  readonly rooms: Pick<Rooms, "enter" | "leave" | "kick" | "makeAdmin">;
  readonly tokens: Pick<RegistrationTokens, "list" | "revoke">;
  readonly traces: Traces;
  /** The session that was opened as the member before the freeze; null where there is none any more. */
  readonly probe: ActingSession | null;
  readonly newPassword: () => Secret;
  /** Ends sessions in which administrators act as the member, and login tokens. */
  readonly endOtherTokens: () => Promise<void>;
  readonly accessLeft: () => Promise<AccessLeft>;
  readonly pause: (seconds: number) => Promise<unknown>;
}

/** What each step of an offboarding says and does. */
export const offboardTable: StepTable<OffboardStep, OffboardWorld> = {
  handOver: {
    describe: ({ title, to, way }) =>
      `make ${to} ${way === "give 150" ? "an administrator (150, as its only creator leaves)" : "an administrator"} of ${title}`,
    act: (step, world) => handOver(step, world),
  },
  freeze: {
    describe: ({ user }) => `lock ${user}: no session works from this moment`,
    act: ({ user }, { accounts }) => accounts.setLocked(user, true),
  },
  removeFromRoom: {
    describe: ({ user, title }) => `remove ${user} from ${title}, so that the others' apps use new keys`,
    act: async ({ user, room, through }, { rooms }) => {
      await rooms.enter(room, through);
      await rooms.kick(room, user, "left the team");
      await rooms.leave(room);
    },
  },
  leaveRoom: {
    describe: ({ title }) => `let the operator leave ${title}, where a run was killed`,
    act: async ({ room }, { rooms }) => {
      await rooms.enter(room, null); // it may be invited alone
      await rooms.leave(room);
    },
  },
  endSessions: {
    describe: ({ user, devices }) =>
      `end every session of ${user} (devices: ${devices}), with their access, refresh and login tokens and notifications`,
    act: async ({ user }, { accounts, newPassword, endOtherTokens }) => {
      await accounts.setPassword(user, newPassword(), { signOut: true });
      await endOtherTokens();
    },
  },
  revokeToken: {
    describe: ({ token }) => `revoke the registration token ${token}…`,
    act: async ({ token }, { tokens }) => {
      const all = await tokens.list();
      if (all.some((each) => each.token.reveal().startsWith(token))) await tokens.revoke(tokenNamed(all, token).token);
    },
  },
  redact: {
    describe: ({ user, rooms }) => `redact every message of ${user} in ${rooms.length} rooms`,
    evidence: ({ user, rooms }) => ({ user, rooms: rooms.length }),
    act: async ({ user, rooms }, { traces }) => {
      const failed = await traces.redact(user, rooms);
      if (failed > 0) throw new StackError(`Synapse could not redact ${failed} messages of ${user}`, { next: again });
    },
  },
  deleteMedia: {
    describe: ({ user, files }) => `delete the files that ${user} uploaded (${files})`,
    act: async ({ user }, { traces }) => void (await traces.deleteMedia(user)),
  },
  deactivate: {
    describe: ({ user, erase }) =>
      `deactivate ${user}${erase ? " with erasure" : ""}: password, secret storage and key backup are gone for good`,
    act: ({ user, erase }, { accounts }) => accounts.deactivate(user, { erase }),
  },
  leave: {
    describe: ({ user }) => `wait until Synapse took ${user} out of every room`,
    evidence: () => null,
    act: ({ user }, world) => leaveRooms(user, world),
  },
};

const again =
  "Read Synapse's log:  npx chatkeep logs synapse   Then run the same command again: it continues from here.";

async function handOver({ room, to, way }: HandOver, { rooms, probe }: OffboardWorld): Promise<void> {
  if (way === "make admin" || probe === null) await rooms.makeAdmin(room, to);
  else await probe.givePower(room, to, 150);
}

/** Synapse takes deactivated accounts out of their rooms one room after the other, also after a restart (`_user_parter_loop`). */
async function leaveRooms(user: UserId, { accessLeft, narrator, pause }: OffboardWorld): Promise<void> {
  for (let left = Number.POSITIVE_INFINITY, waited = 0; waited < 120; waited += 0.5) {
    const rooms = Object.keys((await accessLeft()).rooms).length;
    if (rooms === 0) return;
    if (rooms < left) waited = 0; // it is at work
    left = rooms;
    narrator.say(`wait until Synapse took ${user} out of every room (${rooms} left)`);
    await pause(0.5);
  } // what is left is for the proof to say
}
