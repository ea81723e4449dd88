import { describe, expect, it } from "vitest";
import { type Session, sessionFor } from "../../../src/actions/session.ts";
import { declare } from "../../../src/actions/stack/declaration.ts";
import { settledStack } from "../../../src/actions/stack/settings.ts";
import { madeUpTerminal } from "../../cli/terminal/made-up-terminal.ts";
import { memoryFiles } from "../../operations/steps/made-up-world.ts";

/** A stack whose own certificate files are not where they were, as on another machine, or no longer good. */
function withoutCertificate(): Session {
  const session = sessionFor("status", "acme", madeUpTerminal().terminal);
  const text = [
    "config:",
    "  chatkeep:serverName: acme.example",
    "  chatkeep:tls: { mode: files, certificateFile: chain.pem, keyFile: key.pem }",
  ];
  return { ...session, files: memoryFiles(new Map([[session.paths.stackFile, text.join("\n")]])) };
}

describe("certificate files of one's own", () => {
  it("stop no one from observing the server that runs with copies of them, nor from using it", async () => {
    const { plan } = await settledStack(withoutCertificate());
    expect(plan.proxy.tls.mode).toBe("files");
  });

  it("are looked at before anything is made", async () => {
    await expect(declare(withoutCertificate())).rejects.toThrow("chatkeep:tls.certificateFile");
  });
});
