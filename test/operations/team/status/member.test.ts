import { describe, expect, it } from "vitest";
import { judgeMember, type KnownMember, type Stage } from "../../../../src/operations/team/status/member.ts";
import { stageWords } from "../../../../src/operations/team/status/words.ts";
import { ago, device, durationOf, now, ready } from "../../recovery/devices/ready-member.ts";
import { account, idOf, member, neverSeen, readySince, remembered, signedIn } from "./made-up-team.ts";

const policies = { recoveryWithin: durationOf("14 days"), staleDevicesAfter: durationOf("90 days") };

function judged(known: Partial<KnownMember>) {
  const nothing = {
    member: member("ana"),
    account: null,
    record: null,
    recovery: null,
    initialPassword: null,
    seenReady: null,
  };
  return judgeMember({ ...nothing, ...known }, policies, now);
}

const here = { account: account("ana"), record: remembered() };

/** Each way a member can be, and since when. */
const members: readonly (readonly [string, Stage, string | null, Partial<KnownMember>])[] = [
  ["nothing but the roster knows them", "noAccount", null, {}],
  ["a run was killed before their sheet", "noAccount", null, { record: remembered({ sheet: null }) }],
  ["they have a token and did not register", "invited", ago("3 days"), { record: remembered() }],
  [
    "an account without a sheet",
    "notInvited",
    ago("3 days"),
    { ...here, record: remembered({ sheet: null }), recovery: neverSeen("ana") },
  ],
  [
    "an account that was there before the roster, and no one signed in",
    "notInvited",
    ago("20 days"),
    { ...here, record: null, recovery: neverSeen("ana") },
  ],
  ["a sheet, and no one signed in", "invited", ago("3 days"), { ...here, recovery: neverSeen("ana") }],
  ["they signed in yesterday", "signedIn", ago("1 day"), { ...here, recovery: signedIn("ana", "1 day") }],
  [
    "they signed in and out again",
    "signedIn",
    null,
    { ...here, recovery: { ...neverSeen("ana"), lastSeen: ago("1 day") } },
  ],
  ["they set up recovery", "ready", now.toISOString(), { ...here, recovery: readySince("ana", "1 day") }],
  [
    "they were seen ready before",
    "ready",
    ago("1 hour"),
    { ...here, recovery: readySince("ana", "1 day"), seenReady: ago("1 hour") },
  ],
  ["ready, and there before the roster", "ready", now.toISOString(), { ...here, record: null, recovery: ready }],
  ["frozen", "locked", null, { ...here, account: account("ana", { state: "locked" }), recovery: ready }],
  [
    "offboarded, and in the roster again",
    "deactivated",
    ago("1 day"),
    { account: account("ana", { state: "deactivated" }), record: remembered({ offboarded: ago("1 day") }) },
  ],
];

describe("the stage of a member", () => {
  it.each(members)("%s: %s", (_, stage, since, known) => {
    const { stage: found, since: at } = judged(known);
    expect([found, at]).toEqual([stage, since]);
  });

  it("is each one that there is", () => {
    expect(new Set(members.map(([, stage]) => stage))).toEqual(new Set(Object.keys(stageWords)));
  });

  it("is since the oldest of their devices, whatever its place in the list", () => {
    const devices = [device("NEW", { since: ago("1 day") }), device("OLD", { since: ago("2 days") })];
    expect(judged({ ...here, recovery: { ...signedIn("ana", "1 day"), devices } }).since).toBe(ago("2 days"));
  });
});

describe("the time to get ready", () => {
  const old = account("ana", { created: ago("300 days") });
  const due = (known: Partial<KnownMember>) => {
    const { readiness } = judged({ account: old, ...known });
    return [readiness?.timeUntil ?? null, readiness?.breaches.includes("notReady") ?? false];
  };
  const within = (days: string) => new Date(Date.parse(ago(days)) + policies.recoveryWithin).toISOString();
  const facts = { ...signedIn("ana", "1 day"), created: ago("300 days") };

  it("counts from the sheet, however old the account is", () => {
    expect(due({ record: remembered(), recovery: facts })).toEqual([within("3 days"), false]);
  });

  it("is over the policy's days after it", () => {
    expect(due({ record: remembered({ sheet: ago("15 days") }), recovery: facts })).toEqual([null, true]);
  });

  it("begins again with a new sheet, while they never signed in", () => {
    const record = remembered({ since: ago("20 days"), sheet: ago("2 days") });
    expect(due({ record, recovery: neverSeen("ana") })).toEqual([within("2 days"), false]);
  });

  it("does not begin again with a sheet for a password that they forgot", () => {
    const record = remembered({ since: ago("20 days"), sheet: ago("1 hour") });
    expect(due({ record, recovery: signedIn("ana", "10 days") })).toEqual([null, true]);
  });

  it("counts from the first apply for those who were there before", () => {
    const record = remembered({ since: ago("5 days"), sheet: null });
    expect(due({ record, recovery: signedIn("ana", "100 days") })).toEqual([within("5 days"), false]);
  });

  it("counts from the account's creation where nothing is remembered", () => {
    expect(due({ record: null, recovery: facts })).toEqual([null, true]);
  });

  it("runs for those too who have a token and no account yet", () => {
    expect(due({ account: null, record: remembered() })).toEqual([within("3 days"), false]);
    expect(due({ account: null, record: remembered({ sheet: ago("15 days") }) })).toEqual([null, true]);
  });

  it("runs for no one who was not invited and has no account, and for no one whose account is closed", () => {
    expect(due({ account: null, record: null })).toEqual([null, false]);
    expect(due({ account: account("ana", { state: "deactivated" }), record: remembered() })).toEqual([null, false]);
  });

  it("does not run for who is locked, and can change nothing", () => {
    const recovery = { ...facts, locked: true };
    const locked = account("ana", { state: "locked" });
    expect(due({ account: locked, record: remembered({ sheet: ago("15 days") }), recovery })).toEqual([null, false]);
  });
});

it("a device that was not used for the policy's time is one too many", () => {
  const unused = { ...ready, user: idOf("ana"), devices: [device("OLD", { lastSeen: ago("91 days") })] };
  expect(judged({ ...here, recovery: unused }).readiness?.breaches).toEqual(["staleDevice"]);
});
