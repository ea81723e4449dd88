import { describe, expect, it } from "vitest";
import { runChecks } from "../../../src/operations/checks/finding.ts";
import { checksAfter } from "../../../src/operations/checks/registry.ts";
import { answer, goodAfter } from "./good-after.ts";
import { apex, client, open, redirect, server } from "./wrong/changes-after.ts";

const good = goodAfter("open");
const atServerName = (changes: object) =>
  runChecks(checksAfter, { ...good, ...changes }).filter(({ id }) => id.startsWith("delegation."));

describe("a server name that leads on", () => {
  it.each([301, 302, 303, 307])(
    "is as good as one that answers itself, where apps in a browser may follow: %s",
    (status) => {
      const answered = answer({ json: client, headers: open });
      const found = atServerName(apex("client", answered, redirect({ status }), redirect({ status }))(good));
      expect(found.map(({ verdict }) => verdict)).toEqual(["fine", "fine"]);
    },
  );

  it("needs no header for other servers, which are no browsers", () => {
    const found = atServerName(apex("server", answer({ json: server }), redirect({ allowed: null }))(good));
    expect(found.map(({ verdict }) => verdict)).toEqual(["fine", "fine"]);
  });
});
