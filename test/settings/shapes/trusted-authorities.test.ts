import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../../src/settings/parse.ts";
import { plainSettings } from "../../../src/settings/yaml/settings-source.ts";
import { now, problemsWhen } from "../read.ts";
import { serverCertificate } from "../server-certificate.ts";

const [first = "", second = ""] = rootCertificates;
const parse = (trustedAuthorities: unknown, at = now) =>
  parseSettings(plainSettings({ serverName: "acme.example.org", trustedAuthorities }), at).trustedAuthorities;
const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;
const found = (value: unknown, at = now) =>
  problemsWhen(() => parse(value, at))
    .map((problem) => problem.found)
    .join("\n");

describe("trusted authorities", () => {
  it("are one PEM text, several in one, or a list, each kept once", () => {
    expect(parse(first)).toHaveLength(1);
    expect(parse(`${first}\n# the next one\n${second}`)).toHaveLength(2);
    expect(parse([first, `${second}\n${first}`])).toHaveLength(2);
    expect(parse([first]).map(fingerprint)).toEqual([fingerprint(first)]);
  });

  it("must be authorities", () => {
    expect(found(serverCertificate)).toContain("found the certificate of a server or a person (CN=chat.acme.example)");
  });

  it("must be readable", () => {
    expect(found(`${first.slice(0, 200)}\n-----END CERTIFICATE-----`)).toContain("a certificate that cannot be read");
    expect(found("./authority.pem")).toContain("text that is not a certificate");
  });

  it("must be valid at the time", () => {
    expect(found(first, new Date("2100-01-01"))).toContain("expired on 20");
    expect(found(first, new Date("1980-01-01"))).toContain("is not valid before");
  });

  it("are no place for a private key, which is not shown either", () => {
    const label = "PRIVATE KEY";
    const problem = found(`-----BEGIN ${label}-----\nhunter2\n-----END ${label}-----\n${first}`);
    expect(problem).toContain("found a private key");
    expect(problem).not.toContain("hunter2");
  });
});
