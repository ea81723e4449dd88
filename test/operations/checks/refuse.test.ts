import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { runChecks } from "../../../src/operations/checks/finding.ts";
import { refuseWhatIsWrong, refusingIds } from "../../../src/operations/checks/refuse.ts";
import { checksBefore } from "../../../src/operations/checks/registry.ts";
import { goodBefore } from "./good-before.ts";
import { wrongBefore } from "./wrong-before.ts";

const refusing = refusingIds(checksBefore, "first");

/** What `up` says in that world before it makes a stack for the first time; null where it goes on. */
function refusalIn(title: string, skipCheck: readonly string[] = []): Refusal | null {
  const world = wrongBefore.find((each) => each.title === title);
  if (world === undefined) throw new Error(`there is no world in which ${title}`);
  const good = goodBefore(world.server);
  const otherwise = typeof world.otherwise === "function" ? world.otherwise(good) : world.otherwise;
  try {
    refuseWhatIsWrong(runChecks(checksBefore, { ...good, ...otherwise }), refusing, skipCheck);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

describe("`up`", () => {
  it.each(wrongBefore)(
    "makes nothing where a check that has to be right first is wrong: $title",
    ({ title, found }) => {
      const wrong = Object.entries(found).filter(([id, verdict]) => verdict === "wrong" && refusing.includes(id));
      const refusal = refusalIn(title);
      expect(refusal === null).toBe(wrong.length === 0);
      for (const [id] of wrong) expect(refusal?.message).toContain(`(${id})`);
    },
  );

  it("says what to do, and goes on where someone takes it upon themselves", () => {
    expect(refusalIn("another program uses port 443")?.next).toMatch(/ss -ltnp[\s\S]*npx chatkeep doctor/);
    expect(refusalIn("another program uses port 443", ["ports.free"])).toBeNull();
    expect(refusalIn("another program uses port 443", ["dns.address"])).not.toBeNull();
  });

  it("refuses at the first time for what keeps a server from coming up, later only for what the engine cannot hold", () => {
    expect(refusing).toEqual([
      "engine.version",
      "engine.memory",
      "engine.addresses",
      "engine.forwarding",
      "ports.containers",
      "ports.free",
      "engine.disk",
      "tls.reach",
      "engine.rules",
      "clock.right",
      "images.source",
      "dns.address",
      "dns.ipv6",
      "dns.proxied",
      "ports.addresses",
      "dns.caa",
    ]);
    expect(refusingIds(checksBefore, "later")).toEqual(["engine.memory", "ports.containers"]);
  });

  it("is not kept from a server of this machine alone by anything in the internet", () => {
    const ids = runChecks(checksBefore, goodBefore("internal")).map(({ id }) => id);
    expect(ids.filter((id) => /^(dns|tls)\.|clock\.right/.test(id))).toEqual([]);
  });

  it("is not kept from images that are built here by a registry that is not reached", () => {
    const images = ["chatkeep/synapse:1-r1", "chatkeep/prepared-postgres:17"];
    const facts = { ...goodBefore("internal"), missingImages: { seen: images }, imagesInReach: { seen: false } };
    expect(() => refuseWhatIsWrong(runChecks(checksBefore, facts), refusing)).not.toThrow();
  });
});
