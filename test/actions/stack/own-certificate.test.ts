import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readOwnCertificate } from "../../../src/actions/stack/own-certificate.ts";
import { SettingsError } from "../../../src/errors.ts";
import { plainSettings } from "../../../src/settings/yaml/settings-source.ts";
import { madeUpWorld } from "../../operations/steps/made-up-world.ts";
import { paths } from "../../operations/up/situation.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { serverCertificate } from "../../settings/server-certificate.ts";

const tls = { mode: "files", certificateFile: "chain.pem", keyFile: "key.pem" } as const;
const anyKey = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** What is wrong with these two files, by the setting that names them. */
async function problems(
  certificate: string | null,
  key: string | null,
  further: Readonly<Record<string, unknown>> = {},
) {
  const { disk, files, clock } = madeUpWorld();
  if (certificate !== null) disk.set(`${paths.stackFolder}/chain.pem`, certificate);
  if (key !== null) disk.set(`${paths.stackFolder}/key.pem`, key);
  const settings = exampleSettings({ hostName: "chat.acme.example.org", tls, ...further });
  const error = await readOwnCertificate({ files, paths, clock }, settings, tls, plainSettings({})).catch(
    (each: unknown) => each,
  );
  return error instanceof SettingsError ? error.problems.map(({ key: setting, found }) => `${setting}: ${found}`) : [];
}

describe("certificate files of one's own", () => {
  it("have to be there, both", async () => {
    expect(await problems(null, null)).toEqual([
      "chatkeep:tls.certificateFile: there is no file chain.pem",
      "chatkeep:tls.keyFile: there is no file key.pem",
    ]);
  });

  it("have to be what they are said to be", async () => {
    expect(await problems("text", anyKey)).toEqual([
      "chatkeep:tls.certificateFile: chain.pem is not a PEM certificate",
    ]);
    expect(await problems(serverCertificate, "text")).toContain(
      "chatkeep:tls.keyFile: key.pem is not a readable private key",
    );
  });

  it("have to belong together and name the host", async () => {
    expect(await problems(serverCertificate, anyKey)).toEqual([
      "chatkeep:tls.certificateFile: the certificate does not name chat.acme.example.org",
      "chatkeep:tls.keyFile: key.pem is not the key of that certificate",
    ]);
  });

  it("have to name Element Web too, where it is served", async () => {
    const unnamed = "chatkeep:tls.certificateFile: the certificate does not name web.acme.example.org";
    const wish = { elementWeb: "web.acme.example.org" };
    expect(await problems(serverCertificate, anyKey, wish)).toContain(unnamed);
    expect(await problems(serverCertificate, anyKey, { ...wish, imageSource: "local" })).not.toContain(unnamed);
  });

  it.each([
    ["here", "closed"],
    ["srv", "open"],
  ])("have to name the server too where delegation is %s", async (delegation, federation) => {
    expect(await problems(serverCertificate, anyKey, { delegation, federation })).toEqual([
      "chatkeep:tls.certificateFile: the certificate does not name chat.acme.example.org",
      "chatkeep:tls.certificateFile: the certificate does not name acme.example.org",
      "chatkeep:tls.keyFile: key.pem is not the key of that certificate",
    ]);
  });
});
