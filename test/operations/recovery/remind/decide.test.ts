import { describe, expect, it } from "vitest";
import type { UserId } from "../../../../src/kinds/names.ts";
import type { Breach, Readiness } from "../../../../src/operations/recovery/audit/policy.ts";
import type { ReadinessState } from "../../../../src/operations/recovery/audit/state.ts";
import { decideReminders } from "../../../../src/operations/recovery/remind/decide.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { procedures } from "../../../../src/render/recovery/procedures/all.ts";
import { reminderPages, reminderText } from "../../../../src/render/recovery/reminder.ts";
import { ago, device, durationOf, now, ready } from "../devices/ready-member.ts";

const every = durationOf("7 days");

function member(name: string, state: ReadinessState, breaches: readonly Breach[]): Readiness {
  const facts = { ...ready, user: `@${name}:acme.test` as UserId };
  return { facts, state, timeUntil: null, unsignedDevices: [device("LAPTOP")], staleDevices: [], breaches };
}

const ana = member("ana", "noSecretStorage", ["notReady", "unsignedDevice"]);
const decide = (members: readonly Readiness[], last: readonly (readonly [string, string])[] = [], again = false) =>
  decideReminders(members, new Map(last as readonly (readonly [UserId, string])[]), { every, again }, now);

describe("a reminder", () => {
  it("goes to who misses the policy, with everything that is missing", () => {
    expect(decide([ana, member("ben", "ready", [])])).toEqual({
      send: [{ user: "@ana:acme.test", reasons: ["noSecretStorage", "unsignedDevice"] }],
      passedOver: [],
    });
  });

  it("names a stale device of a member who is ready, and nothing else", () => {
    expect(decide([member("ana", "ready", ["staleDevice"])]).send).toEqual([
      { user: "@ana:acme.test", reasons: ["staleDevice"] },
    ]);
  });

  it("says nothing of what there is still time for", () => {
    expect(decide([member("ana", "noSecretStorage", [])])).toEqual({ send: [], passedOver: [] });
  });

  it("does not go to who never signed in: no app would show it", () => {
    const { send, passedOver } = decide([member("ana", "neverSignedIn", ["notReady"])]);
    expect([send, passedOver]).toEqual([[], [{ user: "@ana:acme.test", why: "never signed in" }]]);
  });

  it.each([
    ["is not sent within the time", "6 days", false, 0],
    ["is sent after it", "8 days", false, 1],
    ["is sent within it where that is said", "6 days", true, 1],
  ])("%s", (_, before, again, count) => {
    const { send, passedOver } = decide([ana], [["@ana:acme.test", ago(before)]], again);
    expect([send.length, passedOver.length]).toEqual([count, 1 - count]);
  });
});

describe("the text of a reminder", () => {
  const plan = { baseUrl: "https://chat.acme.test", serverName: "acme.test" } as Pick<Plan, "baseUrl" | "serverName">;

  it("says what to do and where it stands, and holds no device name", () => {
    const text = reminderText(["noSecretStorage", "unsignedDevice"], plan);
    expect(text).toContain("https://chat.acme.test/recovery/first-day");
    expect(text).not.toContain("LAPTOP");
    expect(text).toMatch(/never ask for your recovery key/);
  });

  it("names pages that there are", () => {
    const ids = procedures.map(({ id }) => id);
    expect(reminderPages.filter((page) => !ids.includes(page))).toEqual([]);
  });
});
