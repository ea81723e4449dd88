import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderPages } from "../../../src/render/services/front.ts";
import { qrCode } from "../../../src/render/services/qr-code.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { paintModules, readQrCode } from "../../support/browser/qr-reader.ts";

const templates = readTemplates();
const pages = [...templates].filter(([path]) => path.startsWith("proxy/front/") && path.endsWith(".html"));

function rendered(settings: Readonly<Record<string, unknown>> = {}): ReadonlyMap<string, string> {
  const files = renderPages(decidePlan("acme", exampleSettings(settings)), templates);
  return new Map(files.map(({ path, text }) => [path, text]));
}

function frontPage(settings: Readonly<Record<string, unknown>> = {}): string {
  return rendered(settings).get("pages/index.html") ?? "";
}

describe("the pages' templates", () => {
  it("loop and print, and never decide", () => {
    const tags = pages.flatMap(([path, text]) =>
      [...text.matchAll(/<%([\s\S]*?)%>/g)].map(([, tag]) => `${path}:${tag}`),
    );
    const allowed = /:([=~] (it\.)?[a-zA-Z.]+ | it\.[a-zA-Z]+\.forEach\(\([a-z]+\) => \{ | \}\) )$/;
    expect(tags.length).toBeGreaterThan(20);
    expect(tags.filter((tag) => !allowed.test(tag))).toEqual([]);
  });

  it("load nothing from elsewhere and hold no script or style of their own", () => {
    const texts = ["pages/index.html", "pages/devices.html", "pages/password.html"].map(
      (path) => rendered().get(path) ?? "",
    );
    for (const text of texts) {
      const loaded = [...text.matchAll(/<(?:link|script|img|iframe|object)[^>]*(?:href|src|data)="([^"]*)"/g)];
      expect(loaded.map(([, address]) => address).filter((address) => !address?.startsWith("/assets/"))).toEqual([]);
      expect(text).not.toMatch(/<style|<script(?![^>]* src=)|\s(style|on[a-z]+)="/);
    }
  });

  it("name each file beside them, and every file that is named is there", () => {
    const files = rendered();
    const texts = [...files.values()].join("\n");
    const named = [...texts.matchAll(/"(?:\/assets|\.)\/([a-z-]+\.[a-z]+)"/g)].map(
      ([, name]) => `pages/assets/${name}`,
    );
    const there = [...files.keys()].filter((path) => path.startsWith("pages/assets/"));
    expect([...new Set(named)].sort()).toEqual(there.sort());
  });
});

describe("the front page", () => {
  it("names the server that clients enter, with its port where that is another than 443", () => {
    expect(frontPage({ hostName: "chat.acme.example.org" })).toContain("<dd><code>chat.acme.example.org</code></dd>");
    expect(frontPage({ ports: { https: 8443, http: "off" } })).toContain("<dd><code>acme.example.org:8443</code></dd>");
    expect(frontPage({ hostName: "chat.acme.example.org" })).toContain("@you:acme.example.org");
  });

  it.each([
    [{}, "creates your account and gives you", "registration token"],
    [{ registration: "token" }, "registration token", "and gives you a user name"],
    [{}, "not connected to other servers", "everyone on Matrix"],
    [{ federation: "open" }, "everyone on Matrix", "not connected to other servers"],
    [{ federation: { mode: "allowlist", servers: ["friend.example"] } }, "<code>friend.example</code>", "everyone on"],
    [{ tls: "internal" }, "This is a test server", "There are no notifications"],
    [{ push: "off" }, "There are no notifications", "This is a test server"],
    [{}, "Ask the person who gave you your account", "mailto:"],
    [
      { adminContact: "mailto:ana@acme.example" },
      '<a href="mailto:ana@acme.example" rel="noreferrer">ana@acme.',
      "Ask who",
    ],
    [{ adminContact: "https://acme.example/help" }, '<a href="https://acme.example/help"', "Ask the person who gave"],
  ])("says with %j what a member has to know: %s", (settings, said, unsaid) => {
    expect(frontPage(settings)).toContain(said);
    expect(frontPage(settings)).not.toContain(unsaid);
  });

  it("says what to do on a first device, a phone or a computer: there is nothing there to confirm", () => {
    for (const settings of [{}, { hostName: "chat.acme.example.org", elementWeb: "web.acme.example.org" }])
      expect(frontPage(settings).match(/On your first device .*On every other device/g)).toHaveLength(2);
  });

  it("lets no setting break out of the page", () => {
    const address = `https://acme.example/"><script>alert(1)</script>&<b>`;
    const text = frontPage({ adminContact: address });
    expect(text).not.toContain("<script>alert");
    expect(text).toContain("https://acme.example/&quot;&gt;&lt;script&gt;");
  });

  it("has codes that a camera reads as the addresses beside them", () => {
    const text = frontPage({ ports: { https: 8443, http: "off" } });
    const codes = [
      ...text.matchAll(/viewBox="0 0 (\d+) \d+"[^>]*>\s*<path d="([^"]+)"\/>\s*<\/svg>\s*<a href="([^"]+)"/g),
    ];
    const read = codes.map(([, size, path]) => readQrCode(paintModules(path ?? "", Number(size))));
    expect(read).toEqual(codes.map(([, , , address]) => address));
    expect(read).toEqual([
      "https://apps.apple.com/app/element-x-secure-chat-call/id1631335820",
      "https://play.google.com/store/apps/details?id=io.element.android.x",
      "https://mobile.element.io/element/?account_provider=acme.example.org%3A8443",
    ]);
  });
});

describe("a QR code", () => {
  it("reads back as any address it was made from", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (address) => {
        const { path, size } = qrCode(address);
        expect(readQrCode(paintModules(path, size))).toBe(address);
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});
