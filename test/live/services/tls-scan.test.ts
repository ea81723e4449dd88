import { beforeAll, describe, expect, inject, it } from "vitest";
import { type Scanned, scan } from "../../support/proxy/testssl.ts";
import { isSoak } from "../../support/sample.ts";

const stack = inject("mainStack");
let found: readonly Scanned[];

beforeAll(async () => {
  found = await scan(stack.baseUrl, isSoak ? "whole" : "short");
  console.log(found.map(({ id, severity, finding }) => `${id} ${severity} ${finding}`).join("\n"));
});

function saidOf(ids: readonly string[]): readonly (string | undefined)[] {
  return ids.map((id) => found.find((each) => each.id === id)?.finding);
}

describe("the proxy, scanned by testssl.sh", () => {
  it("speaks TLS 1.2 and 1.3, and nothing older", () => {
    const old = ["SSLv2", "SSLv3", "TLS1", "TLS1_1"];
    expect(saidOf(old)).toEqual(old.map(() => expect.stringMatching(/^not offered/)));
    expect(saidOf(["TLS1_2", "TLS1_3"])).toEqual(["offered", "offered with final"]);
  });

  it("offers strong suites with forward secrecy alone", () => {
    const weak = ["NULL", "aNULL", "EXPORT", "LOW", "3DES_IDEA", "AVERAGE"].map((name) => `cipherlist_${name}`);
    expect(saidOf(weak)).toEqual(weak.map(() => "not offered"));
    expect(saidOf(["cipherlist_STRONG", "PFS"])).toEqual(["offered", "offered"]);
  });

  it("shows nothing that the scan calls a weakness", () => {
    const harmless = ["OK", "INFO", "WARN", "DEBUG"];
    expect(found.filter(({ severity }) => !harmless.includes(severity))).toEqual([]);
    expect(found.length).toBeGreaterThan(15);
  });
});
