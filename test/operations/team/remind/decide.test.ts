import { describe, expect, it } from "vitest";
import { decideTeamReminders } from "../../../../src/operations/team/remind/decide.ts";
import { judgeTeam } from "../../../../src/operations/team/status/report.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { reminderText } from "../../../../src/render/recovery/reminder.ts";
import { ago, device, durationOf, now } from "../../recovery/devices/ready-member.ts";
import { account, idOf, member, neverSeen, readySince, remembered, signedIn, team } from "../status/made-up-team.ts";

const names = ["ready", "first", "early", "late", "never", "locked", "stale"];
const confirmed = (name: string) => ({
  ...signedIn(name, "2 days"),
  devices: [device("PHONE", { since: ago("2 days") })],
});
const lateRecord = remembered({ since: ago("20 days"), sheet: ago("20 days") });

const judged = judgeTeam(
  team(
    {
      accounts: names.map((name) => account(name, name === "locked" ? { state: "locked" } : {})),
      record: {
        version: 1,
        members: Object.fromEntries(
          names.map((name) => [idOf(name), ["late", "never", "locked"].includes(name) ? lateRecord : remembered()]),
        ),
      },
      recovery: new Map([
        [idOf("ready"), readySince("ready", "2 days")],
        [idOf("first"), readySince("first", "2 days")],
        [idOf("early"), confirmed("early")],
        [idOf("late"), confirmed("late")],
        [idOf("never"), neverSeen("never")],
        [idOf("locked"), { ...confirmed("locked"), locked: true }],
        [idOf("stale"), { ...readySince("stale", "2 days"), devices: [device("OLD", { lastSeen: ago("91 days") })] }],
      ]),
      initialPasswords: new Map(["first", "late", "never", "locked"].map((name) => [idOf(name), true])),
    },
    names.map((name) => member(name)),
  ),
);

const decide = ({ early = false, again = false, last = new Map() } = {}) =>
  decideTeamReminders(judged, last, { every: durationOf("7 days"), again, early }, now);

describe("a team's reminders", () => {
  it("go to who is late, to a device that is one too many, and to an initial password", () => {
    expect(decide()).toEqual({
      send: [
        { user: idOf("first"), reasons: ["initialPassword"] },
        { user: idOf("late"), reasons: ["noCrossSigning", "initialPassword"] },
        { user: idOf("stale"), reasons: ["staleDevice"] },
      ],
      passedOver: [{ user: idOf("never"), why: "never signed in" }],
    });
  });

  it("go early to who still has time, where that is said, and name it once", () => {
    const early = decide({ early: true }).send;
    expect(early.map(({ user }) => user)).toEqual(["first", "early", "late", "stale"].map(idOf));
    expect(early.find(({ user }) => user === idOf("late"))?.reasons).toEqual(["noCrossSigning", "initialPassword"]);
  });

  it("go to one member at most once within the time", () => {
    const last = new Map([[idOf("late"), ago("6 days")]]);
    expect(decide({ last }).passedOver).toContainEqual({ user: idOf("late"), why: "reminded", last: ago("6 days") });
    expect(decide({ last, again: true }).send.map(({ user }) => user)).toContain(idOf("late"));
  });

  it("say where another password is chosen", () => {
    const plan = { baseUrl: "https://chat.acme.test", serverName: "acme.test" } as Pick<Plan, "baseUrl" | "serverName">;
    expect(reminderText(["initialPassword"], plan)).toContain("https://chat.acme.test/password");
    expect(reminderText(["noBackup"], plan)).not.toContain("/password");
  });
});
