import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { joinShares, shareKey } from "../../../src/keys/shares.ts";
import { parseWords, wordsOf } from "../../../src/keys/words.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderKit } from "../../../src/render/recovery/kit.ts";
import type { Kit, KitSecret } from "../../../src/render/recovery/kit-contents.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { paintModules, readQrCode } from "../../support/browser/qr-reader.ts";

const key = new MasterKey(Uint8Array.from({ length: 32 }, (_, index) => index * 7));
const random = (count: number) => new Uint8Array(count).fill(5);
const words: KitSecret = { kind: "words", words: wordsOf(key) };

function kitOf(secret: KitSecret, settings: Readonly<Record<string, unknown>> = {}): Kit {
  return {
    plan: decidePlan("acme", exampleSettings(settings)),
    date: "2026-11-29",
    keyId: key.id(),
    signingKeyId: "ed25519:ck_1f0e9a2b",
    places: { stackFile: "/srv/Pulumi.acme.yaml", state: "/srv/state", journal: "/srv/journal.jsonl" },
    secret,
  };
}

async function shareSheets(holders: readonly string[], threshold: number) {
  const shares = await shareKey(key, { threshold, count: holders.length }, random);
  return shares.map((share, at) => {
    const of = { group: "05050505", index: at + 1, count: holders.length, threshold };
    return renderKit(kitOf({ kind: "share", share, holder: holders[at] ?? "", of }), readTemplates());
  });
}

/** What a person sees of a page, and what its QR code says to a camera. */
function seen(html: string) {
  const body = html.replace(/<style>.*<\/style>/s, "").replace(/<title>.*<\/title>/s, "");
  const [, size = "", path = ""] = /viewBox="0 0 (\d+) \d+".*?<path d="([^"]+)"/s.exec(body) ?? [];
  const text = body
    .replace(/<[^>]+>/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/\s+/g, " ");
  return { text, code: readQrCode(paintModules(path, Number(size))) };
}

const between = (text: string, from: string, to: string) =>
  text.slice(text.indexOf(from) + from.length, text.indexOf(to));
const idOf = (found: unknown) => (found instanceof MasterKey ? found.id() : found);

describe("a recovery kit with words", () => {
  const { html, text } = renderKit(kitOf(words), readTemplates());

  it("gives the key back as a person reads it off the page, off the text, and as a camera does", () => {
    const page = seen(html);
    const typed = [
      between(page.text, "order matters.", "Rebuild with"),
      between(text, "order matters.", "REBUILD WITH"),
      page.code ?? "",
    ];
    expect(typed.map((each) => idOf(parseWords(each)))).toEqual([key.id(), key.id(), key.id()]);
  });

  it("says which server, which key, when and where everything lies, on both", () => {
    const said = [
      "acme.example.org",
      key.id(),
      "ed25519:ck_1f0e9a2b",
      "2026-11-29",
      "/srv/Pulumi.acme.yaml",
      "/srv/state",
    ];
    for (const each of said) {
      expect(seen(html).text).toContain(each);
      expect(text).toContain(each);
    }
  });

  it("is one page of its own: no script, nothing loaded, measures for A4 and Letter left to the printer", () => {
    expect(html).not.toMatch(/<script|<link|src=|url\(|@import/);
    expect(html).toContain("@page");
  });

  it("carries what the data hangs on and no person remembers", () => {
    const retired = [
      { keyId: "ed25519:old", publicKey: "Noi6WqcDj0QmPxCNQqgezwTlBKrfqehY1u2FyWP9uYw", expired: 1_790_000_000_000 },
    ];
    const sheet = renderKit(
      kitOf(words, { epochs: { turnSharedSecret: 2 }, retiredSigningKeys: retired }),
      readTemplates(),
    );
    expect(sheet.text).toContain('chatkeep:epochs: {"turnSharedSecret":2}');
    expect(sheet.text).toContain(`chatkeep:retiredSigningKeys: ${JSON.stringify(retired)}`);
  });
});

describe("a recovery kit as shares", () => {
  it("gives the key back from any two of three sheets, off the page, off the text and by camera", async () => {
    const sheets = await shareSheets(["Ana", "Ben", "Cleo"], 2);
    const read = (html: string) => between(seen(html).text, "about the key. ", "Rebuild with");
    const plain = (text: string) => between(text, "about the key.", "REBUILD WITH");
    for (const [one, other] of [
      [0, 1],
      [0, 2],
      [2, 1],
    ] as const) {
      const [first, second] = [sheets[one], sheets[other]];
      if (first === undefined || second === undefined) throw new Error("no sheet");
      expect(idOf(await joinShares([read(first.html), plain(second.text)]))).toBe(key.id());
      expect(idOf(await joinShares([seen(first.html).code ?? "", seen(second.html).code ?? ""]))).toBe(key.id());
    }
  });

  it("names its holder, harmlessly, and no other's", async () => {
    const [first] = await shareSheets(["<b>Ana & Co", "آنا", "安娜 😀"], 2);
    expect(seen(first?.html ?? "").text).toContain("for <b>Ana & Co");
    expect(first?.html).not.toContain("<b>");
    expect(first?.text).toContain("for <b>Ana & Co");
    expect(first?.text).not.toContain("آنا");
  });

  it("never holds the words", async () => {
    const [first] = await shareSheets(["Ana", "Ben"], 2);
    expect(first?.text).not.toContain(wordsOf(key).reveal().split(" ").slice(0, 2).join(" "));
  });
});
