import { expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { type AuditPage, type AuditRow, auditPageMark, renderAudit } from "../../../src/render/recovery/audit.ts";

const row: AuditRow = {
  user: "@ana:acme.example",
  name: "Ana",
  state: "ready",
  verdict: "good",
  sign: "✓",
  devices: "1",
  devicesVerdict: "",
  sessions: "3 of 3",
  lastSeen: "2026-11-30",
  remarks: "",
};

const page: AuditPage = {
  serverName: "acme.example",
  at: "2026-11-30 12:00 UTC",
  met: true,
  verdict: "All 2 members meet the policy.",
  policy: "Members are ready within 14 days.",
  totals: [{ name: "Ready", value: "2 of 2" }],
  rows: [row],
  sessions: "Sessions of the last 90 days.",
  states: [{ label: "ready", meaning: "All is there.", advice: "Nothing." }],
  unknowable: ["Whether the key is still known."],
};

const render = (change: Partial<AuditPage> = {}) => renderAudit({ ...page, ...change }, readTemplates());

it("a report is one page: it names no other file, runs no script, and is known again by its first line", () => {
  expect(render()).not.toMatch(/<script|<link|<img|\bsrc=|href=|url\(|@import/);
  expect(render().startsWith(auditPageMark)).toBe(true);
});

it.each([
  ["نور الهدى", "نور الهدى"],
  ["王小明", "王小明"],
  ["आरव शर्मा 🦊👩‍💻", "आरव शर्मा 🦊👩‍💻"],
  ['<b onclick="x">&', "&lt;b onclick=&quot;x&quot;&gt;&amp;"],
  ["evil\u202e\u0007\n", "evil"],
])("a display name stands escaped beside its user ID, in a direction of its own: %s", (name, shown) => {
  const html = render({ rows: [{ ...row, name }] });
  expect(html).toContain(`<bdi class="name">${shown}</bdi> <span class="user">@ana:acme.example</span>`);
});

it("a verdict has a sign besides its colour", () => {
  const html = render({ rows: [{ ...row, verdict: "bad", sign: "✗", state: "no key backup", devicesVerdict: "bad" }] });
  expect(html).toMatch(/class="state bad"><span class="sign" aria-hidden="true">✗<\/span>no key backup/);
  expect(html).toContain('class="count bad"');
});
