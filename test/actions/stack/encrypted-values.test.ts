import { describe, expect, it } from "vitest";
import { sessionFor } from "../../../src/actions/session.ts";
import { refuseUnopened, refuseUnreadable } from "../../../src/actions/stack/encrypted-values.ts";
import { readWrittenSettings } from "../../../src/actions/stack/written.ts";
import { isStub } from "../../../src/render/stack-file/stub.ts";
import { readStackFile } from "../../../src/settings/yaml/stack-file.ts";
import { madeUpTerminal } from "../../cli/terminal/made-up-terminal.ts";
import { memoryFiles } from "../../operations/steps/made-up-world.ts";

const value = "v1:eV2LBOoTjaFP4ezA:mtzXANsA7hm3CAtVKykk4rJX5sZxhAV8qFAS5LCo";
const fileWith = (secure: string, salt = "encryptionsalt: v1:abc=:v1:x:y\n") =>
  `config:\n  chatkeep:serverName: acme.example\n  chatkeep:masterKey:\n    secure: ${secure}\n${salt}`;

async function judge(text: string, disk: Readonly<Record<string, string>> = {}): Promise<string> {
  const session = sessionFor("up", "acme", madeUpTerminal().terminal);
  const files = memoryFiles(new Map(Object.entries(disk)));
  const source = readStackFile(text, "Pulumi.acme.yaml");
  const made = { ...session, files };
  return refuseUnreadable(made, source, { ...(await readWrittenSettings(made)), stackFile: text }).then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe("encrypted values", () => {
  it("are taken as Pulumi writes them", async () => {
    expect(await judge(fileWith(value))).toBe("");
  });

  it.each([value.slice(0, -1), value.slice(0, 30), `${value.slice(0, 40)}*${value.slice(41)}`, "v1", "gibberish"])(
    "that are damaged are named with their line and what to do (%s)",
    async (damaged) => {
      const said = await judge(fileWith(damaged));
      expect(said).toContain("Pulumi.acme.yaml:3: chatkeep:masterKey: the encrypted value is damaged");
      expect(said).toContain("Pulumi.acme.yaml\n".trim());
    },
  );

  it("without the salt are refused, and the line is shown where it is still known", async () => {
    const { stackFileCopy, checkpoint } = sessionFor("up", "acme", madeUpTerminal().terminal).paths;
    const without = fileWith(value, "");
    expect(await judge(without)).toContain("encryptionsalt: the line is missing");
    const copy = { [stackFileCopy]: fileWith(value, "encryptionsalt: v1:copied\n") };
    expect(await judge(without, copy)).toContain("encryptionsalt: v1:copied");
    const state = { [checkpoint]: '{"secrets_providers": {"type":"passphrase","state":{"salt": "v1:remembered"}}}' };
    expect(await judge(without, state)).toContain("encryptionsalt: v1:remembered");
  });
});

describe("encrypted values that are whole", () => {
  // Written by `pulumi config set --secret` 3.259.0 under this passphrase.
  const salt = "v1:FJbu0lZYSFw=:v1:xUL841RQ1n5G1PUl:/vfXNHPitzcpKtdIi72H+eykY7HaIw==";
  const sealed = "v1:uaEHhdn1YqWzQiDd:IvO+6PRgWqvpB2jV7S9TII/lKlkUZOtso/b8BWZaoRvU2GRS9H1BA7IxuDDA3m63IHgOzxU3McFJbQU=";
  const { paths } = sessionFor("up", "acme", madeUpTerminal().terminal);

  async function judgeOpened(secure: string, passphrase: string): Promise<string> {
    const text = fileWith(secure, `encryptionsalt: ${salt}\n`);
    const files = memoryFiles(new Map(Object.entries({ [paths.stackFile]: text, [paths.passphrase]: passphrase })));
    return refuseUnopened({ paths, files }).then(
      () => "",
      (error: unknown) => String(error),
    );
  }

  it("are not blamed for what Pulumi stumbled over where the passphrase opens them", async () => {
    expect(await judgeOpened(sealed, "known answer passphrase\n")).toBe("");
  });

  it("and that the passphrase does not open are named, as damaged ones are", async () => {
    const said = await judgeOpened(sealed.replace("IvO", "IvP"), "known answer passphrase\n");
    expect(said).toContain("Pulumi.acme.yaml:3: chatkeep:masterKey: the encrypted value is damaged");
    expect(said).toContain(paths.stackFileCopy);
  });

  it("are told from a passphrase that is another's", async () => {
    const said = await judgeOpened(sealed, "another");
    expect(said).toContain(`encryptionsalt: it does not belong to the passphrase in ${paths.passphrase}`);
    expect(said).not.toContain("damaged");
  });
});

describe("a stack file with nothing but what Pulumi leaves", () => {
  it("is told from settings, and from an empty file", () => {
    expect(isStub("encryptionsalt: v1:abc\n")).toBe(true);
    expect(isStub("config: {}\r\nencryptionsalt: v1:abc\r\n")).toBe(true);
    for (const text of ["", "# mine\nencryptionsalt: v1:abc\n", fileWith(value), "config:\n  chatkeep:push: off\n"])
      expect(isStub(text)).toBe(false);
  });
});
