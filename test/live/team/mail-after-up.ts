import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { smtpServer } from "../../support/mail/smtp-server.ts";
import { makeCertificate } from "../../support/proxy/certificates.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { bootStack, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";
import { forgetTeam, writeRoster } from "../../support/team/roster-file.ts";

const login = { user: "chat@acme.example", password: "correct horse battery" };
const ada = "@ada:team.test";

/** A server of its own, from `up` with the mail server's password to the mail that a newcomer gets. */
export function mailAfterUpTests(): void {
  describe("the password of the mail server, given to `up`", () => {
    it("sends the mails of `team apply`; a wrong one ends it before an account is made", async () => {
      const certificate = await makeCertificate({ name: "localhost" });
      await using smtp = await smtpServer({ tls: "starttls", certificate, login });
      const folder = await mkdtemp(join(tmpdir(), "chatkeep-mail-"));
      const file = join(folder, "password");
      const mail = { host: "localhost", port: smtp.port, tls: "starttls", sender: login.user, user: login.user };
      const settings = { ...(await testSettings()), mail, trustedAuthorities: [certificate.authority] };
      await writeFile(file, "wrong\n", { mode: 0o600 });
      const stack = await bootStack(settings, { flags: ["--mail-password-file", file] });
      try {
        await writeRoster(stack.name, {
          members: [{ id: ada, name: "Ada", role: "admin", email: "ada@acme.example" }],
        });
        const words = ["team", "apply", "--yes", "--json", "--sheets", folder];
        const refused = await chatkeep(stack, words);
        expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("--mail-password-file")]);
        expect((await chatkeepSucceeds(stack, ["account", "list"])).stdout).not.toContain(ada);
        await writeFile(file, `${login.password}\n`);
        await chatkeepSucceeds(stack, ["up", "--yes", "--mail-password-file", file]);
        await rm(file);
        const { sheets } = JSON.parse((await chatkeepSucceeds(stack, words)).stdout);
        expect(sheets).toEqual([expect.objectContaining({ user: ada, mailedTo: "ada@acme.example" })]);
        expect([...new Set(smtp.tried)]).toEqual(["wrong", login.password]);
        expect(smtp.mails).toEqual([expect.objectContaining({ to: ["ada@acme.example"], encrypted: true })]);
      } finally {
        await forgetTeam(stack);
        await removeStack(stack);
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}
