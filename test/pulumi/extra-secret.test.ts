import { describe, expect, it } from "vitest";
import { givenSecrets, pendingSteps, takeIssued } from "../../src/actions/issued-secrets.ts";
import { documentedPlaces } from "../../src/actions/secrets-search.ts";
import { type Session, sessionFor } from "../../src/actions/session.ts";
import { declare, withKept } from "../../src/actions/stack/declaration.ts";
import { readableSecrets } from "../../src/actions/stack/settings.ts";
import { pendingPath, readKept } from "../../src/actions/stack/written.ts";
import { issuedOptions } from "../../src/cli/options.ts";
import { readTemplates } from "../../src/io/machine/program-files.ts";
import { newMasterKey } from "../../src/keys/master-key.ts";
import { serverSecrets } from "../../src/keys/secrets.ts";
import { keySteps } from "../../src/operations/keys/steps.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { serviceDefinitions } from "../../src/plan/services/all.ts";
import { secretFilesOf } from "../../src/plan/services/services.ts";
import { digestFiles } from "../../src/render/digest.ts";
import { renderFiles } from "../../src/render/render.ts";
import { renderSecretFiles } from "../../src/render/secret-files.ts";
import { type IssuedSecret, issuedSecrets } from "../../src/settings/issued-secrets.ts";
import { stackFileSchema } from "../../src/settings/schema.ts";
import { plainSettings } from "../../src/settings/yaml/settings-source.ts";
import { readIssuedSecrets } from "../../stacks/issued-secrets.ts";
import { madeUpTerminal } from "../cli/terminal/made-up-terminal.ts";
import { memoryFiles } from "../operations/steps/made-up-world.ts";
import { exampleSettings } from "../plan/example-settings.ts";

/** A secret that there is in this test alone: no value of its is another one's. */
const relayPassword: IssuedSecret = {
  key: "relayPassword",
  title: "the relay password",
  description: "What the relay asks for.",
  question: "The relay password:",
  flag: "--relay-password-file",
  pendingFile: "relay-password.pending",
  problemIn: (text) => (text.length < 8 ? "this is too short" : null),
  revoke: "Change it at the relay",
  isNeeded: ({ push }) => push,
  file: { service: "turn", path: "relay-password", isWanted: ({ push }) => push },
};

const table = [...issuedSecrets, relayPassword];
const settings = exampleSettings({ calls: "on", addresses: { ipv4: "203.0.113.7" } });
const master = newMasterKey();

function scene(disk: readonly (readonly [string, string])[] = []) {
  const made = madeUpTerminal();
  const session = sessionFor("up", "acme", made.terminal);
  const kept = new Map([
    [session.paths.stackFile, "config:\n  chatkeep:serverName: acme.example\n  chatkeep:tls: internal\n"],
    ...disk,
  ]);
  return { session: { ...session, files: memoryFiles(kept) }, kept, path: pendingPath(session.paths, relayPassword) };
}

/** Takes the secrets of this table, as `up` does with these options. */
async function takes(session: Session, options: object): Promise<boolean> {
  const declaration = withKept(await declare(session), await readKept(session, table));
  return takeIssued(session, declaration, await givenSecrets(session, declaration, options, table), table);
}

/** The digests of a stack in whose file the secret is this one. */
function digestsWith(text: string) {
  const plan = decidePlan("acme", settings, serviceDefinitions, table);
  const issued = readIssuedSecrets(settings, { "chatkeep:relayPassword": text }, master, table);
  const files = renderSecretFiles(plan, readTemplates(), serverSecrets(master, {}), issued);
  return { files, digests: digestFiles(plan, renderFiles(plan, readTemplates(), null), files, master.id()).services };
}

describe("a further secret that another service issued", () => {
  it("has its flag, and is taken from the file that it names, to wait where others cannot read it", async () => {
    expect(issuedOptions(table).map(({ flags }) => flags)).toContain("--relay-password-file <file>");
    const { session, kept, path } = scene([["/given", "correct horse\n"]]);
    expect(await takes(session, { relayPasswordFile: "/given" })).toBe(true);
    expect([kept.get(path), path.endsWith("/relay-password.pending")]).toEqual(["correct horse", true]);
    await expect(takes(session, { relayPasswordFile: "/absent" })).rejects.toThrow("--relay-password-file");
  });

  it("is asked for if it is missing, and is refused in another form", async () => {
    await expect(takes(scene().session, {})).rejects.toThrow("The relay password:");
    const { session } = scene([["/given", "short"]]);
    await expect(takes(session, { relayPasswordFile: "/given" })).rejects.toThrow("this is too short");
  });

  it("is put into the stack file by a step, once that has its key", async () => {
    const { session, path, kept } = scene();
    kept.set(path, "correct horse");
    const [step, ...others] = pendingSteps(session.paths, settings, await readKept(session, table), table);
    expect([step, others]).toEqual([
      { kind: "storeIssued", key: "relayPassword", title: "the relay password", path },
      [],
    ]);
    expect(
      keySteps.storeIssued.describe({ kind: "storeIssued", key: "relayPassword", title: "the relay password", path }),
    ).toBe("put the relay password, encrypted, into the stack file");
  });

  it("is a setting of the stack file, which is refused where others could read it", () => {
    expect(JSON.stringify(stackFileSchema(table))).toContain('"chatkeep:relayPassword":{"description":"What the relay');
    const readable = readableSecrets(plainSettings({ relayPassword: "open" }), table);
    expect(readable).toMatchObject([
      {
        key: "chatkeep:relayPassword",
        found: "the relay password is not encrypted",
        write: expect.stringMatching(/^Change it/),
      },
    ]);
  });

  it("is a file of its service alone, whose digest changes with it", () => {
    const [one, other] = [digestsWith("correct horse"), digestsWith("battery staple")];
    const places = Object.entries(one.files).flatMap(([service, files]) =>
      files.map(({ path }) => `${service}/${path}`),
    );
    expect(places.filter((place) => place.includes("relay"))).toEqual(["turn/relay-password"]);
    expect(one.files.turn?.find(({ path }) => path === "relay-password")?.text.reveal()).toBe("correct horse");
    const changed = Object.keys(one.digests).filter((service) => one.digests[service] !== other.digests[service]);
    expect(changed).toEqual(["turn"]);
  });

  it("is known to the search for leaks: where it waits, and which file of the service holds it", () => {
    const { session, path } = scene();
    expect(documentedPlaces(session.paths, table)).toContain(path);
    expect(secretFilesOf({ name: "turn", secretFiles: [] }, table)).toEqual(["relay-password"]);
  });

  it("is missed, and judged, by the program itself", () => {
    expect(() => readIssuedSecrets(settings, {}, master, table)).toThrow("chatkeep:relayPassword is missing");
    expect(() => digestsWith("short")).toThrow("chatkeep:relayPassword: this is too short");
  });
});
