import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import {
  type DeclaredContainer,
  type DeclaredDocker,
  declaredDocker,
} from "../../../bench/deploying/declared-docker.ts";
import { containerLayers } from "../../../src/io/leaks/layers.ts";
import type { SearchedPlace } from "../../../src/io/leaks/place.ts";
import { newMasterKey } from "../../../src/keys/master-key.ts";
import { allSecrets } from "../../../src/keys/secrets.ts";
import { findLeaks, findLeaksIn } from "../../../src/operations/leaks/leaks.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { isSoak } from "../../support/sample.ts";
import type { Home } from "../../support/stack/command-line.ts";
import { engineOf } from "../../support/stack/engine.ts";
import { type Ended, makeVolumes, runBeside, runInstaller } from "../../support/stack/installer-run.ts";
import { newHome } from "../../support/stack/stack.ts";
import { readSetting } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

const main = inject("mainStack");
const master = newMasterKey();
const secrets = allSecrets(master, {});

let engine: Docker;
let home: Home;
let declared: DeclaredDocker;
let accepted: Ended;
/** What root sees in the volumes afterwards: all paths, and who owns what matters here. */
let paths: string;
let owners: string;

beforeAll(async () => {
  engine = engineOf(main);
  home = await newHome({ dockerHost: main.dockerHost });
  declared = await declare({});
  await makeVolumes(engine, declared);
  await asRoot(prepared);
  accepted = await runInstaller(engine, declared.installer);
  [paths = "", owners = ""] = (await asRoot(`${listed}; echo --; ${owned}`)).split("\n--\n");
});

afterAll(async () => {
  if (home !== undefined) await removeStack(home);
});

const older = "/cfg/postgres/0123456789ab";
/** A server that was there before: its TURN server had another user, and its Synapse laid links for root to follow. */
const prepared = `
  mkdir -p ${older} && echo password > ${older}/password && chmod 0400 ${older}/password && chown -R 999:999 /cfg/postgres
  echo 0123456789ab > /volumes/postgres/configuration-in-use
  ln -s ${older}/password /data/.chatkeep
  ln -s ${older}/password /data/.chatkeep.new
  ln -s ${older}/made /data/server-name
  chown -hR 991:991 /data
  mkdir -p /volumes/turn/within && echo 0123456789ab > /volumes/turn/configuration-in-use
  chown -R 10443:10443 /volumes/turn && chmod 0700 /volumes/turn
`;
const listed = "find /cfg /data /volumes -path /data/media_store -prune -o -print | sort";
const owned = `
  stat -c '%n %u:%g %a' /volumes/turn /volumes/turn/within /volumes/turn/configuration-in-use /cfg/turn /volumes/certificates
  stat -c '%n %F %u:%g %a' /data/.chatkeep ${older}/password && cat /data/.chatkeep ${older}/password && ls ${older}
`;

describe("an installer whose settings are accepted", () => {
  it("ends well", () => {
    expect([accepted.exitCode, accepted.said]).toEqual([0, expect.stringContaining("Config parses OK!")]);
  });

  it("leaves nothing that it was given", async () => {
    expect(await kept()).toEqual([]);
    if (isSoak) expect(await findLeaksIn(secrets, exported(accepted.container))).toEqual([]);
  });

  it("gives each service its own secrets, and none another's", async () => {
    const found = Object.entries(declared.services).map(async ([role, service]) => {
      const folders = service.volumes.map(({ containerPath }) => containerPath).join(" ");
      const text = await runBeside(engine, inAnyImage(service), `find ${folders} -type f -exec cat {} + || true`);
      return [role, findLeaks(secrets, [{ where: role, text }]).map(({ secret }) => secret)] as const;
    });
    expect(Object.fromEntries(await Promise.all(found))).toEqual({
      postgres: ["postgresPassword"],
      synapse: expect.arrayContaining(["signingKey", "postgresPassword", "passwordPepper", "turnSharedSecret"]),
      proxy: [],
      turn: ["turnSharedSecret"],
    });
  });

  it("gives everything in a volume to the user that its service has now", () => {
    expect(owners).toContain("/volumes/turn 13478:13478 700\n");
    expect(owners).toContain("/volumes/turn/within 13478:13478 755\n");
    expect(owners).toContain("/volumes/turn/configuration-in-use 13478:13478 644\n");
    expect(owners).toContain("/cfg/turn 13478:13478 700\n");
  });

  it("lets the proxy write a certificate that the TURN server reads", async () => {
    expect(owners).toContain("/volumes/certificates 10443:13478 2750\n");
    const { proxy, turn } = declared.services;
    await runBeside(engine, inAnyImage(proxy), "umask 0027; echo chain > /certificates/certificate.pem");
    const read = "cat /certificates/certificate.pem; echo > /certificates/other || true";
    const said = turn && (await runBeside(engine, inAnyImage(turn), read));
    expect(said).toMatch(/^chain$/m);
    expect(said).toContain("Read-only file system"); // engines put the two streams together in either order
  });

  it("follows no link that a service laid in its volume", () => {
    expect(owners).toContain(`/data/.chatkeep regular file 991:991 400\n${older}/password regular file 999:999 400\n`);
    expect(owners).toMatch(new RegExp(`\n${master.id()}\npassword\npassword$`));
  });
});

describe("an installer whose settings are refused", () => {
  it.each<readonly [string, Readonly<Record<string, unknown>>, number, string]>([
    ["Synapse", { homeserver: { default_room_version: "999" } }, 4, "Unknown default_room_version: 999"],
    ["the name of its data", { serverName: "other.example.org" }, 3, "This server is acme.example.org"],
  ])("by %s leaves nothing that it was given, and nothing in the volumes", async (_, settings, exitCode, words) => {
    const refused = await runInstaller(engine, (await declare(settings)).installer);
    expect([refused.exitCode, refused.said]).toEqual([exitCode, expect.stringContaining(words)]);
    expect(await kept()).toEqual([]);
    expect((await asRoot(listed)).replace("/volumes/certificates/certificate.pem\n", "")).toBe(paths);
  });
});

/** Who may read what is a matter of users and mounts alone, and this image is there. */
function inAnyImage(service: DeclaredContainer): DeclaredContainer {
  return { ...service, image: declared.installer.image };
}

async function declare(settings: Readonly<Record<string, unknown>>): Promise<DeclaredDocker> {
  const imageSource = await readSetting(main.name, "imageSource");
  const all = { imageSource, calls: "on", addresses: { ipv4: "203.0.113.7" }, ...settings };
  return declaredDocker(decidePlan(home.name, exampleSettings(all)), master);
}

function asRoot(script: string): Promise<string> {
  return runBeside(engine, declared.installer, script);
}

/** The files in the layers of the stack's containers. */
async function kept(): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const { where } of containerLayers(engine, home.name)) files.push(where);
  return files;
}

/** What `docker export` gives, in pieces that overlap. */
async function* exported(container: Docker.Container): AsyncGenerator<SearchedPlace> {
  let end = "";
  for await (const piece of await container.export()) {
    const text = end + piece.toString("latin1");
    yield { where: "docker export", text };
    end = text.slice(-16_384);
  }
}
