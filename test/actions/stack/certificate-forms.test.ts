import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOwnCertificate } from "../../../src/actions/stack/own-certificate.ts";
import { SettingsError } from "../../../src/errors.ts";
import { plainSettings } from "../../../src/settings/yaml/settings-source.ts";
import { madeUpWorld } from "../../operations/steps/made-up-world.ts";
import { paths } from "../../operations/up/situation.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { makeFolder } from "../../support/own-folder.ts";
import { makeCertificate, type ServerCertificate } from "../../support/proxy/certificates.ts";

const name = "chat.acme.example.org";
const tls = { mode: "files", certificateFile: "chain.pem", keyFile: "key.pem" } as const;

let made: ServerCertificate;
let folder: string;

beforeAll(async () => {
  folder = await makeFolder("certificate");
  made = await makeCertificate({ name });
  const files = { "cert.pem": made.cert, "key.pem": made.key };
  const write = Object.entries(files).map(([file, text]) => `cat > ${file} <<'END'\n${text}\nEND\n`);
  const commands = [
    "openssl x509 -in cert.pem -outform DER -out cert.der",
    "openssl x509 -in cert.pem -trustout -out trusted.pem",
    "openssl crl2pkcs7 -nocrl -certfile cert.pem -out archive.p7b",
    "openssl pkcs12 -export -in cert.pem -inkey key.pem -passout pass:x -out archive.p12",
    "openssl req -new -key key.pem -subj /CN=x -out request.pem",
    "openssl pkey -in key.pem -outform DER -out key.der",
    "openssl ec -in key.pem -outform DER -out ec.der",
    "openssl pkcs8 -topk8 -in key.pem -passout pass:x -out encrypted.pem",
    "openssl ec -in key.pem -aes128 -passout pass:x -out old-encrypted.pem",
    "openssl pkey -in key.pem -pubout -out public.pem",
    "openssl ec -in key.pem -param_enc explicit -out explicit.pem",
    "{ openssl ecparam -name prime256v1; openssl ec -in key.pem; } > parameters.pem",
    "openssl ecparam -name prime256v1 -out parameters-alone.pem",
    "openssl ecparam -name secp256k1 -genkey -noout -out other-curve.pem",
    "openssl genpkey -algorithm ed448 -out other-kind.pem",
    "ssh-keygen -q -t ed25519 -N '' -f ssh.pem",
  ];
  await execa("sh", ["-euc", [...write, ...commands].join("\n")], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true }));

const form = (file: string) => readFile(join(folder, file), "utf8");

/** What is said of these two files, with what to do. */
async function said(certificate: string, key: string): Promise<readonly string[]> {
  const { disk, files, clock } = madeUpWorld();
  disk.set(`${paths.stackFolder}/chain.pem`, certificate);
  disk.set(`${paths.stackFolder}/key.pem`, key);
  const reading = readOwnCertificate(
    { files, paths, clock },
    exampleSettings({ hostName: name, tls }),
    tls,
    plainSettings({}),
  );
  const error = await reading.catch((each: unknown) => each);
  if (error === undefined) return [];
  if (!(error instanceof SettingsError)) throw error;
  return error.problems.map(({ key: setting, found, write }) => `${setting}: ${found}. ${write}`);
}

describe("a certificate file", () => {
  it.each([
    ["cert.der", "chain.pem is in DER, the binary format. Convert it:  openssl x509 -inform DER"],
    ["archive.p12", "chain.pem is a PKCS#12 archive. Take the chain out:  openssl pkcs12 -nokeys"],
    ["archive.p7b", "chain.pem is a PKCS#7 archive. Take the chain out:  openssl pkcs7 -print_certs"],
    ["trusted.pem", "chain.pem is in OpenSSL's own format (TRUSTED CERTIFICATE). Convert it:  openssl x509 -in"],
    ["request.pem", "chain.pem is a certificate request"],
    ["key.pem", "chain.pem is a private key"],
    ["public.pem", "chain.pem is not a PEM certificate"],
  ])("that is something else is called by its name: %s", async (file, words) => {
    const [first = "", ...others] = await said(await form(file), made.key);
    expect(first).toContain(`chatkeep:tls.certificateFile: ${words}`);
    expect(others).toEqual([]);
  });

  it("may not hold the key too, before the certificate or behind it", async () => {
    for (const text of [`${made.cert}${made.key}`, `${made.key}${made.cert}`])
      expect(await said(text, made.key)).toEqual([
        "chatkeep:tls.certificateFile: chain.pem also contains a private key. Leave only the certificates in it. The key belongs in the file of chatkeep:tls.keyFile.",
      ]);
  });

  it("has the server's own certificate first, then each that signed the one before", async () => {
    const [own = "", middle = ""] = made.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
    expect(await said(`${own}${middle}${made.authority}`, made.key)).toEqual([]);
    expect(await said(`${middle}${own}`, made.key)).toEqual([
      expect.stringContaining("the server's own certificate is number 2 in chain.pem, not the first"),
    ]);
    expect(await said(`${own}${made.authority}${middle}`, made.key)).toEqual([
      expect.stringContaining(
        "certificate 2 in chain.pem did not sign the one before it, but another one in the file did",
      ),
    ]);
  });

  it("that is cut off in the middle of a chain is damaged", async () => {
    const broken = made.cert.replace(/(BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n.*\n)..../, "$1%%%%");
    expect(await said(broken, made.key)).toEqual([expect.stringContaining("certificate 2 in chain.pem is damaged")]);
  });
});

describe("a key file", () => {
  it.each([
    ["key.der", "key.pem is in DER, the binary format. Convert it:  openssl pkey -inform DER"],
    ["ec.der", "key.pem is in DER, the binary format"],
    ["archive.p12", "key.pem is a PKCS#12 archive. Take the key out:  openssl pkcs12 -nocerts"],
    [
      "encrypted.pem",
      "key.pem is protected by a passphrase, which cannot be typed when the server starts. Remove the passphrase:",
    ],
    ["old-encrypted.pem", "key.pem is protected by a passphrase"],
    ["cert.pem", "key.pem is a certificate"],
    ["request.pem", "key.pem is a certificate request"],
    ["public.pem", "key.pem is a public key"],
    ["parameters-alone.pem", "key.pem contains the parameters of a key's curve, and no key"],
    ["explicit.pem", "the key in key.pem has explicit EC parameters"],
    ["other-curve.pem", "the key in key.pem uses the curve secp256k1"],
    ["other-kind.pem", "key.pem is a key of the type ed448"],
    ["ssh.pem", "key.pem is an SSH key"],
  ])("that the proxy would not take is called by its name: %s", async (file, words) => {
    const [first = "", ...others] = await said(made.cert, await form(file));
    expect(first).toContain(`chatkeep:tls.keyFile: ${words}`);
    expect(others).toEqual([]);
  });

  it("may name its curve before the key, or be the other half of a pair of files", async () => {
    expect(await said(made.cert, await form("parameters.pem"))).toEqual([]);
    expect(await said(made.cert, `${made.cert}${made.key}`)).toEqual([]);
  });

  it("is never shown", async () => {
    const secret = made.key.split("\n")[1] ?? "";
    for (const text of [`${made.cert}${made.key}`, made.key])
      expect((await said(text, "text")).join()).not.toContain(secret);
  });
});
