import { describe, expect, it } from "vitest";
import { judgeTeam } from "../../../../src/operations/team/status/report.ts";
import { readSeenReady, type SeenReady, seenReadyAfter } from "../../../../src/operations/team/status/seen-ready.ts";
import { ago, now } from "../../recovery/devices/ready-member.ts";
import { account, idOf, member, readySince, remembered, signedIn, team } from "./made-up-team.ts";

const names = ["new", "known", "lost", "locked"];

function after(seenReady: SeenReady): SeenReady {
  const facts = team(
    {
      accounts: names.map((name) => account(name, name === "locked" ? { state: "locked" } : {})),
      record: { version: 1, members: Object.fromEntries(names.map((name) => [idOf(name), remembered()])) },
      recovery: new Map(
        names.map((name) => [idOf(name), name === "lost" ? signedIn(name, "2 days") : readySince(name, "2 days")]),
      ),
      seenReady,
    },
    names.map((name) => member(name)),
  );
  return seenReadyAfter(seenReady, judgeTeam(facts));
}

describe("since when a member is ready", () => {
  it("is remembered from the first look, kept, and begins again for who lost it", () => {
    const before = Object.fromEntries(["known", "lost", "locked", "gone"].map((name) => [idOf(name), ago("1 day")]));
    const kept = { [idOf("known")]: ago("1 day"), [idOf("locked")]: ago("1 day") };
    expect(after(before)).toEqual({ ...kept, [idOf("new")]: now.toISOString() });
  });

  it.each([null, "", "{", "[]", '{"@ana:acme.test":3}', '{"@ana:acme.test":"yesterday"}'])(
    "begins again where the file says %j",
    (text) => {
      expect(readSeenReady(text)).toEqual({});
    },
  );
});
