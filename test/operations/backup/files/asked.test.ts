import { describe, expect, it } from "vitest";
import { Refusal } from "../../../../src/errors.ts";
import type { ServerName } from "../../../../src/kinds/names.ts";
import { parseAskedFiles, spokenFiles } from "../../../../src/operations/backup/files/asked.ts";
import { refuseMissing } from "../../../../src/operations/backup/files/refuse-missing.ts";

const server = "acme.test" as ServerName;
const asked = (text: string) => parseAskedFiles(text, server);

describe("which files are wanted back", () => {
  it("one, a member's or a room's", () => {
    expect(asked("mxc://acme.test/GmkzFcJSoqlXzRBDUPbFiyHk")).toEqual({ kind: "file", id: "GmkzFcJSoqlXzRBDUPbFiyHk" });
    expect(asked("@ada:acme.test")).toEqual({ kind: "member", user: "@ada:acme.test" });
    expect(asked("!abc:acme.test")).toEqual({ kind: "room", room: "!abc:acme.test" });
    expect(asked("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM")).toMatchObject({ kind: "room" });
  });

  it.each(["mxc://acme.test/GmkzFcJSoqlXzRBDUPbFiyHk", "@ada:acme.test", "!abc:acme.test"])(
    "is said as it was written: %s",
    (text) => {
      expect(spokenFiles(asked(text), server)).toBe(text);
    },
  );

  it.each(["mxc://other.test/GmkzFcJSoqlXzRBDUPbFiyHk", "@ada:other.test"])("nothing of another server: %s", (text) => {
    expect(() => asked(text)).toThrow(/is of another server than acme.test/);
  });

  it.each(["ada", "@ada", "mxc://acme.test/../../secret", "mxc://acme.test/a b", "plan.png", "#room:acme.test"])(
    "nothing else: %s",
    (text) => {
      expect(() => asked(text)).toThrow(Refusal);
    },
  );
});

describe("what no archive has", () => {
  const looked = { server, stack: "acme", lookedThrough: [{ id: "new" }, { id: "old" }], isEncrypted: false };

  it("is said with the archives that were looked through", () => {
    expect(() => refuseMissing(asked("@ada:acme.test"), looked)).toThrow(
      "None of the 2 archives from old to new has anything of @ada:acme.test",
    );
  });

  it("of an encrypted room is said to be unknown, with what to name instead", () => {
    const refusing = () => refuseMissing(asked("!abc"), { ...looked, isEncrypted: true });
    expect(refusing).toThrow(expect.objectContaining({ next: expect.stringContaining("--file @name:acme.test") }));
  });
});
