import { describe, expect, it } from "vitest";
import { serverSecrets } from "../../../src/keys/secrets.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { restart } from "../../support/crash.ts";
import { isSoak, sample } from "../../support/sample.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { inspectService, printedIn, tryIn } from "../../support/stack/engine.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";
import { changeSetting } from "../../support/stack/stack-file.ts";
import {
  type Call,
  callThrough,
  type TurnCredentials,
  turnCredentials,
  withEcho,
} from "../../support/world/internet/caller.ts";
import type { Scene } from "../../support/world/scene.ts";

const host = "dune.test";
const inAnHour = () => new Date(Date.now() + 3_600_000);

/** One of each kind: private, this machine, any, cloud metadata, Docker, home, carrier. */
const privateAddresses = [
  "10.0.0.1",
  "127.0.0.1",
  "0.0.0.0",
  "169.254.169.254",
  "172.17.0.1",
  "192.168.0.1",
  "100.64.0.1",
] as const;

/** What calls of dune.test's members can and cannot do. */
export function callsTests(sceneOf: () => Scene): void {
  const call = (credentials: TurnCredentials, ...words: readonly string[]) =>
    callThrough(sceneOf().world, host, credentials, ...words);
  const secret = async () => serverSecrets(await masterKeyOf(sceneOf().stacks.dune), {}).turnSharedSecret;

  const noCredentials: readonly (readonly [string, () => Promise<TurnCredentials>])[] = [
    ["credentials that are over", async () => turnCredentials(await secret(), "@dan:dune.test", new Date(0))],
    [
      "credentials that were over a minute ago",
      async () => turnCredentials(await secret(), "@dan:dune.test", new Date(Date.now() - 60_000)),
    ],
    [
      "credentials that no one here gave",
      async () => turnCredentials(new Secret("guessed"), "@dan:dune.test", inAnHour()),
    ],
    [
      "credentials whose end was moved",
      async () => {
        const { password } = turnCredentials(await secret(), "@dan:dune.test", new Date(Date.now() - 60_000));
        return { ...turnCredentials(await secret(), "@dan:dune.test", inAnHour()), password };
      },
    ],
  ];

  describe("a server for calls", () => {
    it("is what members' apps are told of, with credentials for an hour", async () => {
      const { uris, username, ttl } = await sceneOf().people.dora.sdk.turnServer();
      expect(uris).toEqual([
        `turn:${host}:3478?transport=udp`,
        `turn:${host}:3478?transport=tcp`,
        `turns:${host}:5349?transport=tcp`,
      ]);
      expect(username).toMatch(/^\d+:@dora[^:]*:dune\.test$/);
      expect(ttl).toBe(3_600);
      expect(Number(username.split(":")[0]) * 1_000 - Date.now()).toBeLessThanOrEqual(3_600_000);
    });

    it("passes on what two apps say that both call through it", async () => {
      const { username, password } = await sceneOf().people.dora.sdk.turnServer();
      const { sent, received, said } = await call({ username, password }, "-y", "-m", "2", "-n", "5");
      expect([sent, received], said).toEqual([10, 10]);
    });

    it("reaches someone at a public address, asked over UDP, TCP and TLS by the authority's certificate", async () => {
      const credentials = turnCredentials(await secret(), "@dan:dune.test", inAnHour());
      // One message at a time: what comes at once in TLS, coturn's client takes for one.
      const echo = (address: string, ...words: readonly string[]) =>
        call(credentials, "-e", address, "-n", "3", "-z", "300", ...words);
      const calls = await withEcho(sceneOf().world, (address) =>
        Promise.all([echo(address), echo(address, "-t"), echo(address, "-t", "-S", "-E", "/trusted.pem")]),
      );
      const all = { sent: 3, received: 3, said: expect.any(String) };
      expect(calls).toEqual([all, all, all]);
    });

    it("leads to no private address", async () => {
      const credentials = turnCredentials(await secret(), "@eve:dune.test", inAnHour());
      const addresses = sample("private addresses", privateAddresses, 3);
      const calls = addresses.map((address) => call(credentials, "-e", address, "-n", "1"));
      for (const [index, { received, said }] of (await Promise.all(calls)).entries()) {
        expect(said, addresses[index]).toContain("403 (Forbidden IP)");
        expect(received).toBe(0);
      }
    });

    it.each(sample("credentials that are none", noCredentials, 2))("is not for %s", async (_, credentials) => {
      const { received, said } = await call(await credentials(), "-y", "-n", "1");
      expect(said).toContain("Cannot complete Allocation");
      expect(received).toBe(0);
    });

    it("reaches nothing else of the stack, by name or by address", async () => {
      const { dune } = sceneOf().stacks;
      const { NetworkSettings } = await inspectService(dune, "turn");
      expect(Object.keys(NetworkSettings.Networks)).toEqual([`chatkeep-${dune.name}-calls`]);
      for (const name of ["synapse", "postgres", "proxy"])
        expect((await tryIn(dune, "turn", "getent", "hosts", name)).exitCode, name).not.toBe(0);
    });

    it("runs as no one in particular, on files that it cannot change", async () => {
      const { Config, HostConfig, Mounts } = await inspectService(sceneOf().stacks.dune, "turn");
      expect(Config.User).toBe("13478:13478");
      expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ["ALL"] });
      expect(HostConfig.CapAdd).toEqual(["CAP_NET_BIND_SERVICE"]);
      const writable = Mounts.filter(({ RW, Type }) => RW && Type === "volume").map(({ Destination }) => Destination);
      expect(writable).toEqual(["/var/lib/coturn"]);
    });

    it("has one certificate of the proxy's, and nothing else of it", async () => {
      const { dune } = sceneOf().stacks;
      const find = ["find", "/cfg", "/certificates", "/var/lib/coturn", "-type", "f"];
      const files = (await printedIn(dune, "turn", ...find)).trim().split("\n");
      const beside = files.filter((path) => !/^\/cfg\/turn\/[0-9a-f]{12}\//.test(path)).sort();
      expect(beside).toEqual([
        "/certificates/certificate.pem",
        "/var/lib/coturn/.chatkeep",
        "/var/lib/coturn/configuration-in-use",
      ]);
      expect((await tryIn(dune, "proxy", "ls", "/cfg/turn")).exitCode).not.toBe(0);
    });
  });
}

/** What takes more time than a quick run has, or leaves ports taken for ten minutes: nothing may come after it. */
export function lastCallsTests(sceneOf: () => Scene): void {
  const call = (credentials: TurnCredentials, ...words: readonly string[]) =>
    callThrough(sceneOf().world, host, credentials, "-y", ...words);

  describe("a server for calls, at last", () => {
    if (isSoak) it("opens nothing to what was signed with a secret that was renewed", () => renewed(sceneOf(), call));

    it("gives one member so many ports and no more", async () => {
      const { dune } = sceneOf().stacks;
      await restart(dune, "turn"); // No port is held any more for a call of before, so all that can run out is a member's share.
      const master = await masterKeyOf(dune);
      const { turnSharedSecret } = serverSecrets(master, isSoak ? renewal : {});
      const { said } = await call(
        turnCredentials(turnSharedSecret, "@crowd:dune.test", inAnHour()),
        "-n",
        "1",
        "-m",
        "26",
      );
      expect(said).toContain("486 (Allocation Quota Reached)");
    });
  });
}

const renewal = { turnSharedSecret: 1 } as const;
type Calling = (credentials: TurnCredentials, ...words: readonly string[]) => Promise<Call>;

/** It replaces Synapse, which anyone who waits for an answer would notice. */
async function renewed({ people, stacks }: Scene, call: Calling): Promise<void> {
  const received = async (credentials: TurnCredentials) => (await call(credentials, "-m", "2", "-n", "5")).received;
  const old = await people.dora.sdk.turnServer();
  expect(await received(old)).toBe(10);
  await changeSetting(stacks.dune.name, "epochs", renewal);
  await chatkeepSucceeds(stacks.dune, ["up", "--yes"]);
  expect(await received(old)).toBe(0);
  expect(await received(await people.dora.sdk.turnServer())).toBe(10);
}
