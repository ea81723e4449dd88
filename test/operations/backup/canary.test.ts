import { describe, expect, it } from "vitest";
import type { CanaryRecord } from "../../../src/io/postgres/canary.ts";
import { canarySecrets } from "../../../src/keys/canary.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { canaryText, canaryTime, decideCanary } from "../../../src/operations/backup/canary.ts";

const now = new Date("2026-11-30T10:00:00Z");
const hour = 3_600_000;
const record = (rest: Partial<CanaryRecord>): CanaryRecord => ({
  type: "bot",
  deactivated: false,
  newest: null,
  ...rest,
});
const written = (ago: number) => record({ newest: { room: "!r", event: "$e", at: now.getTime() - ago } });

describe("the canary", () => {
  it("is made where there is none, and writes again where it has written nothing lately", () => {
    expect(decideCanary(null, now, hour)).toBe("make");
    expect(decideCanary(record({}), now, hour)).toBe("renew");
    expect(decideCanary(written(2 * hour), now, hour)).toBe("renew");
    expect(decideCanary(written(hour / 2), now, hour)).toBe("nothing");
    expect(decideCanary(written(0), now, 0)).toBe("renew");
  });

  it("is never a person who has its name", () => {
    expect(() => decideCanary(record({ type: null }), now, hour)).toThrow("is a person's");
    expect(() => decideCanary(record({ deactivated: true }), now, hour)).toThrow("was deactivated");
  });

  it("says when it wrote, and takes no other text for its own", () => {
    expect(canaryTime(canaryText(now))).toBe(now.getTime());
    for (const text of ["", "canary", "canary yesterday", "** Unable to decrypt **", `${canaryText(now)}x`])
      expect(canaryTime(text), text).toBeNull();
  });

  it("has a password and a recovery key of its own for each master key", () => {
    const [one, other] = [7, 8].map((byte) => canarySecrets(new MasterKey(Buffer.alloc(32, byte))));
    expect(one?.recoveryKey).toHaveLength(32);
    expect(one?.recoveryKey).not.toEqual(other?.recoveryKey);
    expect(one?.password.reveal()).not.toBe(other?.password.reveal());
  });
});
