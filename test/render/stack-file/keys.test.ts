import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { withEpochs, withRetiredKey } from "../../../src/render/stack-file/keys.ts";
import { localAnswers, renderStackFile } from "../../../src/render/stack-file/stack-file.ts";
import { settingsOf } from "../../settings/read.ts";

const before = renderStackFile(readTemplates(), localAnswers);
const key = { keyId: "ed25519:ck_1f0e9a2b", publicKey: `${"A".repeat(42)}A`, expired: 1_700_000_000_000 };
const other = { ...key, keyId: "ed25519:ck_2f0e9a2b" };

const linesOf = (text: string) => text.split("\n");
const added = (from: string, to: string) => linesOf(to).filter((line) => !linesOf(from).includes(line));
const removed = (from: string, to: string) => added(to, from);

describe("a stack file whose secrets are rotated", () => {
  it("has the new generations, and keeps the others and every other line", () => {
    const once = withEpochs(before, { signingKey: 1 });
    const twice = withEpochs(once, { signingKey: 2, formSecret: 1 });
    expect(settingsOf(twice).epochs).toEqual({ signingKey: 2, formSecret: 1 });
    expect(removed(before, once)).toEqual([]);
  });

  it("keeps comments at the generations that were written by hand", () => {
    const text = `${before}\n  # ours\n  chatkeep:epochs:\n    formSecret: 3 # since the fire\n`;
    const after = withEpochs(text, { formSecret: 4 });
    expect(after).toContain("# ours\n  chatkeep:epochs:");
    expect(after).toContain("formSecret: 4 # since the fire");
  });

  it("lists what retired, once", () => {
    const once = withRetiredKey(before, key);
    expect(removed(before, once)).toEqual([]);
    const again = withRetiredKey(withRetiredKey(once, other), { ...key, expired: key.expired + 1 });
    expect(settingsOf(again).retiredSigningKeys).toEqual([{ ...key, expired: key.expired + 1 }, other]);
  });
});
