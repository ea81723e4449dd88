import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sessionFor } from "../../../../src/actions/session.ts";
import { gatherBundle } from "../../../../src/actions/stack/bundle/gather.ts";
import { understand } from "../../../../src/actions/stack/settings.ts";
import { pathsOf } from "../../../../src/io/machine/paths.ts";
import { bundleKeyOf } from "../../../../src/keys/bundle.ts";
import { MasterKey } from "../../../../src/keys/master-key.ts";
import { bundleText, earlierKeyOf, sealEarlierKeys } from "../../../../src/operations/backup/bundle/bundle.ts";
import { readStackFile } from "../../../../src/settings/yaml/stack-file.ts";
import { madeUpTerminal } from "../../../cli/terminal/made-up-terminal.ts";
import { memoryFiles } from "../../../operations/steps/made-up-world.ts";

const paths = pathsOf("acme", { HOME: "/home/ada" });
const master = new MasterKey(new Uint8Array(32).fill(1));
const earlier = earlierKeyOf(new MasterKey(new Uint8Array(32).fill(2)));
const stackFile = [
  "config:",
  "  chatkeep:serverName: acme.example",
  "  chatkeep:tls: { mode: files, certificateFile: tls/chain.pem, keyFile: tls/key.pem }",
  "  chatkeep:ports: { https: 47113, http: off }",
  "",
].join("\n");

async function gathered(others: Readonly<Record<string, string>> = {}) {
  const disk = new Map(Object.entries({ [paths.stackFile]: stackFile, ...others }));
  const session = { ...sessionFor("up", "acme", madeUpTerminal().terminal), paths, files: memoryFiles(disk) };
  const settled = understand(session, readStackFile(stackFile, paths.stackFile));
  return gatherBundle(session, settled, bundleKeyOf(master));
}

describe("what this machine has of a stack", () => {
  it("is gathered whole: files, reports, own certificate, configuration, the keys of earlier bundles", async () => {
    const bundle = await gathered({
      [paths.roster]: "members: []\n",
      [paths.journal]: "{}\n",
      [paths.checkpoint]: "{}",
      [paths.teamRecord]: '{"version":1}',
      [join(paths.stateFolder, "offboardings", "ada.json")]: '{"kind":"chatkeep offboarding"}',
      [join(paths.stateFolder, "offboardings", "ada.html")]: "<html>",
      [join(paths.stackFolder, "tls/chain.pem")]: "the chain",
      [join(paths.stackFolder, "tls/key.pem")]: "the key",
      [paths.earlierBundleKeys]: sealEarlierKeys(bundleKeyOf(master), new Date(0), [earlier]),
    });
    expect(bundle.files).toEqual({
      stackFile,
      roster: "members: []\n",
      journal: "{}\n",
      checkpoint: "{}",
      teamRecord: '{"version":1}',
    });
    expect(bundle.reports).toEqual({ "ada.json": '{"kind":"chatkeep offboarding"}' });
    expect(bundle.certificateFiles).toEqual({ "tls/chain.pem": "the chain", "tls/key.pem": "the key" });
    expect(bundle.configuration.proxy?.["certificate.pem"]).toBe("the chain");
    expect(bundle.configuration.synapse?.["homeserver.yaml"]).toContain("acme.example");
    expect(bundle.earlierKeys.map(({ masterKey, key }) => [masterKey, key.reveal()])).toEqual([
      [earlier.masterKey, earlier.key.reveal()],
    ]);
    expect(Object.keys(bundle.configuration.proxy ?? {}).some((path) => path.startsWith("pages/"))).toBe(false);
    expect(bundle.chatkeep).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("is what is there: neither the passphrase nor a pending key, and nothing that is missing", async () => {
    const bundle = await gathered({ [paths.passphrase]: "iwjdhw8", [paths.pendingKey]: "o2kdy3n" });
    expect(Object.keys(bundle.files)).toEqual(["stackFile"]);
    const text = bundleText(bundle).reveal();
    for (const secret of ["iwjdhw8", "o2kdy3n"]) expect(text.includes(secret)).toBe(false);
  });
});
