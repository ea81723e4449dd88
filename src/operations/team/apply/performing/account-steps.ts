import { StackError } from "../../../../errors.ts";
import type { UserId } from "../../../../kinds/names.ts";
import type { RosterMember } from "../../../../settings/team/roster.ts";
import type { StepTable } from "../../../steps/table.ts";
import type { TeamStep } from "../steps.ts";
import type { TeamWorld } from "./world.ts";

type AccountStep = Extract<
  TeamStep,
  {
    readonly kind:
      | "makeAccount"
      | "renewPassword"
      | "reactivate"
      | "giveToken"
      | "remember"
      | "setName"
      | "makeAdmin"
      | "endAdmin"
      | "offboard"
      | "forget";
  }
>;

/** Of one kind at once; the interface of accounts sets passwords for two at a time. */
const atOnce = 8;

/** The steps about accounts. */
export const accountKinds: StepTable<AccountStep, TeamWorld> = {
  makeAccount: {
    describe: ({ user, admin }) => `make the account ${user}${admin ? ", an administrator," : ""} and its sheet`,
    act: async ({ user, admin }, world) => {
      const [member, password] = [memberIn(world, user), world.newPassword()];
      await world.record.change(user, { made: world.now().toISOString() });
      await world.accounts.make({ user, displayName: member.name, admin, password });
      await world.welcome(member, { kind: "password", password });
    },
    atOnce,
  },
  renewPassword: {
    describe: ({ user }) => `give ${user}, whose account was made by a run that stopped, a new password and a sheet`,
    act: async ({ user }, world) => {
      const password = world.newPassword();
      await world.accounts.setPassword(user, password, { signOut: false });
      await world.welcome(memberIn(world, user), { kind: "password", password });
    },
    atOnce,
  },
  reactivate: {
    describe: ({ user }) =>
      `open the account ${user} again, with a new password and a sheet; its keys do not come back`,
    act: async ({ user }, world) => {
      const password = world.newPassword();
      const now = world.now().toISOString();
      await world.record.change(user, { since: now, made: now, sheet: null, offboarded: null });
      await world.accounts.reactivate(user, password);
      await world.welcome(memberIn(world, user), { kind: "password", password });
    },
  },
  giveToken: {
    describe: ({ user }) => `give ${user} a registration token and a sheet`,
    act: async ({ user }, world) => {
      const [token, expires] = [world.newToken(), world.tokenExpires()];
      await world.record.change(user, { offboarded: null });
      await world.tokens.create({ token, uses: 1, expires });
      await world.welcome(memberIn(world, user), { kind: "token", token, expires });
    },
  },
  remember: {
    describe: ({ user }) => `remember ${user}, whose account is there already, as a member`,
    act: ({ user }, world) => world.record.change(user, {}),
    atOnce,
  },
  setName: {
    describe: ({ user, name }) => `name ${user} ${name}`,
    act: ({ user, name }, world) => world.accounts.setName(user, name),
    atOnce,
  },
  makeAdmin: {
    describe: ({ user }) => `make ${user} an administrator of the server`,
    act: ({ user }, world) => world.accounts.setAdmin(user, true),
  },
  endAdmin: {
    describe: ({ user }) => `take the right to administer the server from ${user}`,
    act: ({ user }, world) => world.accounts.setAdmin(user, false),
  },
  offboard: {
    describe: ({ user }) => `offboard ${user}, who left the roster`,
    act: ({ user }, world) => world.offboard(user),
  },
  forget: {
    describe: ({ user }) => `forget ${user}, who left the roster before having an account, and revoke their tokens`,
    act: async ({ user }, world) => {
      const theirs = world.record.now().members[user]?.tokens ?? [];
      const all = await world.tokens.list();
      for (const { token } of all.filter(({ token }) => theirs.some((each) => token.reveal().startsWith(each))))
        await world.tokens.revoke(token);
      await world.record.change(user, { offboarded: world.now().toISOString() });
    },
  },
};

function memberIn({ members }: TeamWorld, user: UserId): RosterMember {
  const member = members.get(user);
  if (member === undefined) throw new StackError(`${user} is not in the roster any more`);
  return member;
}
