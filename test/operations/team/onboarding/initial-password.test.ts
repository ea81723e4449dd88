import { describe, expect, it } from "vitest";
import { MasterKey } from "../../../../src/keys/master-key.ts";
import {
  isInitialPasswordInUse,
  markOfInitialPassword,
} from "../../../../src/operations/team/onboarding/initial-password.ts";

const master = new MasterKey(new Uint8Array(32).fill(1));
const other = new MasterKey(new Uint8Array(32).fill(2));
const fingerprint = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";

describe("an initial password", () => {
  const mark = markOfInitialPassword(master, fingerprint);

  it("is in use while the hash is the one it was set with", () => {
    expect(isInitialPasswordInUse(mark, fingerprint, master)).toBe(true);
    expect(isInitialPasswordInUse(mark, "another", master)).toBe(false);
    expect(isInitialPasswordInUse(mark, null, master)).toBe(false);
  });

  it("cannot be judged without a mark, nor by a mark of an earlier master key", () => {
    expect(isInitialPasswordInUse(null, fingerprint, master)).toBeNull();
    expect(isInitialPasswordInUse(mark, fingerprint, other)).toBeNull();
  });

  it("has a mark that needs the key", () => {
    expect(mark).not.toContain(fingerprint.slice(0, 12));
    expect(markOfInitialPassword(other, fingerprint).split(":")[1]).not.toBe(mark.split(":")[1]);
  });
});
