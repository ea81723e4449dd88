import { describe, expect, it } from "vitest";
import { evidencePublicKey, signEvidence } from "../../../src/keys/evidence-key.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import type { JsonObject } from "../../../src/kinds/json.ts";
import type { ServerName } from "../../../src/kinds/names.ts";
import { signedPage, signerOfPage } from "../../../src/operations/evidence/signed-page.ts";
import { readSignedReport, signedText } from "../../../src/operations/evidence/signed-report.ts";
import { judgeLockout } from "../../../src/operations/team/offboard/proofs.ts";
import { type OffboardingReport, offboardingReport } from "../../../src/operations/team/offboard/report.ts";
import { departure, none } from "../team/offboard/departure.ts";

const master = new MasterKey(Buffer.alloc(32, 7));
const publicKey = evidencePublicKey(master, 0);
const sign = (of: JsonObject) => signEvidence(master, 0, of);
const wishes = { history: "keep", media: "keep", erase: false } as const;
const proofs = judgeLockout({ access: none, probe: null, tokens: [], unled: [], wishes }).slice(0, 2);
const whole = offboardingReport({
  ...{ server: "acme.test" as ServerName, facts: departure(), wishes, proofs, stillIn: [], deeds: [], known: [] },
  ...{ by: "ana@desk", run: "run", ended: new Date(0), epoch: 0 },
});
/** A short one, since each of its bytes is changed. */
const report: OffboardingReport = { ...whole, onlyAppsShow: [], cannotBeUndone: ["é"] };
const text = signedText(report, { publicKey, sign });
const readReport = (written: string) => readSignedReport<OffboardingReport>(written, report.kind);
const signerOf = (written: string) => signerOfPage(written, report.kind);

describe("a signed report", () => {
  it("is read back as it was, with the key that signed it", () => {
    expect(readReport(text)).toEqual({ kind: "signed", report, publicKey });
  });

  it("is refused with any one byte changed, removed or added", () => {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ 1;
      const without = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
      const added = Buffer.concat([bytes.subarray(0, at), Buffer.from(" "), bytes.subarray(at)]);
      for (const each of [changed, without, added])
        expect(readReport(each.toString()).kind, `byte ${at}`).not.toBe("signed");
    }
  });

  it("is no report of another kind, also where its signature is good", () => {
    const drill = signedText({ ...report, kind: "chatkeep drill" as const }, { publicKey, sign });
    expect(readReport(drill).kind).toBe("no report");
  });

  it("is refused with something that no signature covers", () => {
    const found = JSON.parse(text);
    const more = `${JSON.stringify({ ...found, unsigned: { lockedOut: true } }, null, 1)}\n`;
    expect(readReport(more).kind).toBe("changed");
  });

  it("signed by another key names that one", () => {
    const other = new MasterKey(Buffer.alloc(32, 8));
    const signer = { publicKey: evidencePublicKey(other, 0), sign: (of: JsonObject) => signEvidence(other, 0, of) };
    const forged = readReport(signedText(report, signer));
    expect(forged).toMatchObject({ kind: "signed", publicKey: signer.publicKey });
    expect(signer.publicKey).not.toBe(publicKey);
    expect(readReport(signedText(report, { publicKey, sign: signer.sign })).kind).toBe("changed");
  });
});

describe("a signed page", () => {
  const page = signedPage("<!doctype html>\n<p>Locked out</p>\n", report.kind, { publicKey, sign });

  it("names the key that signed it, and none with any one byte changed", () => {
    expect(signerOf(page)).toBe(publicKey);
    const bytes = Buffer.from(page);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (bytes[at] ?? 0) ^ 1;
      expect(signerOf(changed.toString()), `byte ${at}`).not.toBe(publicKey);
    }
  });

  it("is none of another kind", () => {
    expect(signerOfPage(page, "chatkeep drill")).toBeNull();
  });

  it("is refused with the last bits of its signature changed, which base64 ignores", () => {
    const last = page.length - " -->\n".length - 1;
    for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
      const changed = `${page.slice(0, last)}${letter}${page.slice(last + 1)}`;
      expect(signerOf(changed)).toBe(letter === page[last] ? publicKey : null);
    }
  });
});
