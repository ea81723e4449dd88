import { describe, expect, inject, it } from "vitest";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import type { MainRole } from "../../../src/plan/plan.ts";
import { networksWhile, ownNetwork } from "../../support/engines/networks-of-run.ts";
import { looksOf, watched } from "../../support/looks/looks-of-run.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import { containerIds, engineOf, inspectService } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";

const stack = inject("mainStack");
const { networks, services } = planOf(stack);

let networksOfRun: ReadonlyMap<string, ReadonlySet<string>>;

describe("up, again", () => {
  it("changes nothing, and says so to people and to scripts", async () => {
    const before = await containerIds(stack);
    const run = await networksWhile(stack, () => chatkeepSucceeds(watched(stack), ["up", "--json"]));
    const again = run.result;
    networksOfRun = run.networks;
    console.log(`\`chatkeep up\` with nothing to do took ${again.seconds.toFixed(1)} s.`);
    expect(again.stderr).toContain("Nothing to change.");
    expect(JSON.parse(again.stdout)).toMatchObject({ url: stack.baseUrl, changed: false, changes: [] });
    expect(await containerIds(stack)).toEqual(before);
  });

  it("has read the state and asked the engine once for each thing, and read the settings before it had the lock, then, and for backups at its end", async () => {
    const { checkpoint, stackFile, passphrase } = pathsOf(stack.name, { XDG_STATE_HOME: stack.stateHome });
    const looks = await looksOf(stack);
    const times = (look: string) => looks.filter((each) => each === look).length;
    expect([stackFile, checkpoint, passphrase].map((path) => times(`read ${path}`))).toEqual([3, 1, 1]);
    const requests = looks.filter((each) => !each.startsWith("read "));
    expect(requests).toContain("GET /info");
    expect(requests.filter((each) => times(each) > 1)).toEqual([]);
  });

  it("has all that listens for Pulumi on a network of its own, where no other user of this machine reaches it", async () => {
    expect([...networksOfRun.keys()].sort()).toEqual(["language host", "program", "provider", "pulumi"]);
    const all = new Set([...networksOfRun.values()].flatMap((each) => [...each]));
    expect([...all]).not.toContain(await ownNetwork());
  });

  it("leaves a stack that is well", async () => {
    const { stdout } = await chatkeepSucceeds(stack, ["status", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true, serverName: stack.serverName });
  });
});

describe("what someone did to a container by hand, and Pulumi does not see", () => {
  const engine = engineOf(stack);
  /** Whether the engine could pause it: runc gives up on a busy container (cgroup v1, "unable to freeze"), and can a moment later. */
  async function isPaused(role: MainRole): Promise<boolean> {
    try {
      await engine.getContainer(services[role].name).pause();
      return true;
    } catch (error) {
      if (!String(error).includes("unable to freeze")) throw error;
      return false;
    }
  }

  it("is said by `status` and set right by `up`, which keeps the container", async () => {
    const before = await containerIds(stack);
    await untilTrue("paused container", () => isPaused("synapse"));
    await engine.getNetwork(networks.edge.name).disconnect({ Container: services.proxy.name });
    await engine.getNetwork("bridge").connect({ Container: services.postgres.name });

    const status = await chatkeep(stack, ["status", "--json"]);
    const { services: found, clients } = JSON.parse(status.stdout);
    expect(found.map(({ service, state }: Record<string, string>) => [service, state])).toEqual([
      ["postgres", "exposed"],
      ["synapse", "paused"],
      ["proxy", "detached"],
    ]);
    expect([status.exitCode, clients.kind]).toEqual([3, "closed"]);

    const { stderr } = await chatkeepSucceeds(stack, ["up", "--yes"]);
    expect(stderr).not.toContain("Nothing to change.");
    expect(await containerIds(stack)).toEqual(before);
    expect(Object.keys((await inspectService(stack, "postgres")).NetworkSettings.Networks)).toEqual([
      networks.data.name,
    ]);
    const { stdout } = await chatkeepSucceeds(stack, ["status", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true, clients: { kind: "through" } });
  });
});
