import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeRecoveryKey } from "matrix-js-sdk/lib/crypto-api/recovery-key.js";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Person } from "../../../src/io/matrix/client.ts";
import { devicesAt } from "../../support/members/devices.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { changeRecoveryKey, makeIdentity, setUpRecovery } from "../../support/members/recovering/setting-up.ts";
import { recordRequests } from "../../support/proxy/recorder.ts";
import { chatkeepSucceeds, program, runProgram } from "../../support/stack/command-line.ts";

const server = inject("keysStack");
const passphrase = "the birds of  Öland";
const atServer = ["--server", server.baseUrl, "--authority", server.authorityFile];

let folder: string;
let ana: MemberDevice;
let ben: MemberDevice;
let before: string;
let key: string;

/** Ana has changed her recovery key; Ben chose a passphrase. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-check-key-"));
  const operator = await operatorOf(server);
  const [one, other] = await makePeople(operator, server.serverName, ["ana", "ben"]);
  operator.close();
  if (one === undefined || other === undefined) throw new Error("no two people");
  [ana, ben] = await Promise.all([newDevice(server, one, "off"), newDevice(server, other, "off")]);
  before = await setUpRecovery(ana);
  key = await changeRecoveryKey(ana);
  await makeIdentity(ben);
  const made = await ben.crypto.createRecoveryKeyFromPassphrase(passphrase);
  ben.prompt.askFor(ben.sdk.secretStorage);
  await ben.crypto.bootstrapSecretStorage({ createSecretStorageKey: async () => made, setupNewKeyBackup: true });
});

afterAll(async () => {
  await Promise.all([ana?.stop(), ben?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

describe("a member's key, checked against the server's answer", () => {
  it("is right, and no session is left behind", async () => {
    const checked = await check([...atServer, "--user", ana.userId], [ana.person.password, key]);
    expect(checked).toMatchObject({ exitCode: 0, found: { kind: "right", user: ana.userId } });
    expect(checked.found.opens).toContain("m.megolm_backup.v1");
    const devices = devicesAt(server);
    expect(await devices.devicesOf(ana.accessToken)).toHaveLength(1);
    await devices.close();
  });

  it("is never sent: no request has any part of it", async () => {
    const recorder = await recordRequests(server);
    const words = ["--server", recorder.baseUrl, "--user", ana.userId];
    expect(await check(words, [ana.person.password, key])).toMatchObject({ exitCode: 0 });
    await recorder.close();
    const sent = recorder.requests.join("\n");
    expect(recorder.requests.map((request) => request.split(/[\n?]/)[1])).toEqual(
      ["login", "sync", "logout"].map((path) => `/_matrix/client/v3/${path}`),
    );
    const bytes = Buffer.from(decodeRecoveryKey(key));
    const written = [key, key.replaceAll(" ", "")].flatMap((text) => text.match(/.{9}/g) ?? []);
    const parts = [...written, bytes.toString("base64").slice(0, 12), bytes.toString("hex").slice(0, 12)];
    expect(parts.filter((part) => sent.includes(part))).toEqual([]);
  });

  it("is named as an earlier one after it was changed, unlike in some apps, which only ask again", async () => {
    const checked = await check([...atServer, "--access-token"], [ana.accessToken, before]);
    expect(checked).toMatchObject({ exitCode: 3, found: { kind: "earlier", user: ana.userId } });
  });

  it("is another member's, or is mistyped: one is wrong, the other says nothing", async () => {
    const typed = async (text: string) => {
      const { exitCode, stderr } = await check([...atServer, "--access-token"], [ben.accessToken, text]);
      return [exitCode, stderr];
    };
    expect(await typed(key)).toEqual([3, ""]);
    expect(await typed(key.slice(0, -1))).toEqual([2, expect.stringContaining("has 47")]);
    expect(await typed(key.replace(/^E/, "x"))).toEqual([2, expect.stringContaining("EsT")]);
  });

  it("is a passphrase, or is not", async () => {
    const typed = async (text: string) =>
      (await check([...atServer, "--access-token"], [ben.accessToken, text])).found.kind;
    expect([await typed(passphrase), await typed(passphrase.toLowerCase())]).toEqual(["right", "wrong"]);
  });

  it("is not asked for where the password is wrong", async () => {
    const { exitCode, stderr } = await check([...atServer, "--user", ana.userId], ["another password", key]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("does not know")]);
  });
});

describe("a check value from the administrator", () => {
  it("holds no ciphertext, and tells the key where no server and no engine can be reached", async () => {
    const file = await handedOut(ana.person);
    expect(await check(["--check-value", file], [key])).toMatchObject({ exitCode: 0, found: { kind: "right" } });
    expect(await check(["--check-value", file], [before])).toMatchObject({ exitCode: 3, found: { kind: "earlier" } });
  });

  async function handedOut({ userId }: Person): Promise<string> {
    const { stdout } = await chatkeepSucceeds(server, ["recovery", "check-value", userId]);
    expect(stdout).not.toContain("ciphertext");
    const file = join(folder, "ana.json");
    await writeFile(file, stdout);
    return file;
  }
});

/** Runs the command as a member does, on a machine that knows of no stack and reaches no engine. */
async function check(words: readonly string[], typed: readonly string[]) {
  const environment = { DOCKER_HOST: "tcp://127.0.0.1:1", XDG_STATE_HOME: join(folder, "state") };
  const command = [program, "recovery", "check-key", "--stdin", "--json", ...words];
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, command, environment, {
    input: `${typed.join("\n")}\n`,
  });
  return { exitCode, stderr, found: stdout === "" ? {} : JSON.parse(stdout) };
}
