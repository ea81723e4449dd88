import { beforeAll, describe, expect, it } from "vitest";
import { chatkeep } from "../../support/stack/command-line.ts";
import { birchOnIpv6, serverAddresses } from "../../support/world/internet/addresses.ts";
import { ask } from "../../support/world/observations.ts";
import type { Scene } from "../../support/world/scene.ts";
import { signInByName } from "../../support/world/server.ts";

interface Found {
  readonly id: string;
  readonly verdict: string;
  readonly found: string;
}

interface Look {
  readonly exitCode: number;
  readonly findings: readonly Found[];
  /** Those that are not fine. */
  readonly ill: readonly Found[];
}

/** What `check` makes of servers with real names, certificates and neighbours. */
export function checkTests(sceneOf: () => Scene): void {
  const observe = async (name: "birch" | "cedar" | "dune"): Promise<Look> => {
    const { exitCode, stdout } = await chatkeep(sceneOf().stacks[name], ["check", "--json"]);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly Found[] };
    return { exitCode, findings, ill: findings.filter(({ verdict }) => verdict !== "fine") };
  };

  describe("a look at all that can be seen from outside", () => {
    let looks: { readonly dune: Look; readonly birch: Look };

    beforeAll(async () => {
      const [dune, birch] = await Promise.all([observe("dune"), observe("birch")]);
      looks = { dune, birch };
    });

    it("finds nothing wrong with a closed server whose members call and have phones", () => {
      const { exitCode, findings, ill } = looks.dune;
      expect(ill).toEqual([]);
      expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(["calls.answers", "calls.tls", "drift"]));
      expect(exitCode).toBe(0);
    });

    it("finds nothing wrong with a delegated one that talks to another, but that the usual push gateway is not here", () => {
      const { exitCode, findings, ill } = looks.birch;
      expect(ill).toEqual([
        expect.objectContaining({ id: "push.gateway", found: expect.stringContaining("matrix.org") }),
      ]);
      const fine = findings.filter(({ verdict }) => verdict === "fine").map(({ id }) => id);
      expect(fine).toEqual(expect.arrayContaining(["tls.chain", "tls.days-left", "tls.other-names"]));
      const everywhere = findings.find(({ id }) => id === "addresses.answer");
      expect(everywhere?.verdict).toBe("fine");
      for (const address of [serverAddresses.birch, birchOnIpv6]) expect(everywhere?.found).toContain(address);
      expect(exitCode).toBe(3);
    });
  });

  describe("a website that leads to the host, as the printed rules for Cloudflare make it", () => {
    it("is followed by a client and by `check`", async () => {
      const { world, stacks, website } = sceneOf();
      await website.leadOn();
      const document = await ask(world, "https://cedar.test/.well-known/matrix/client");
      expect(document).toMatchObject({ status: 302, location: "https://chat.cedar.test/.well-known/matrix/client" });
      const client = await signInByName(world, stacks.cedar, "carl");
      expect(client.sdk.getHomeserverUrl()).toBe("https://chat.cedar.test");
      await client.stop();
      const { findings } = await observe("cedar");
      expect(findings.filter(({ id }) => id.startsWith("delegation."))).toEqual([
        expect.objectContaining({ id: "delegation.client", verdict: "fine" }),
        expect.objectContaining({ id: "delegation.server", verdict: "fine" }),
      ]);
    });
  });
}
