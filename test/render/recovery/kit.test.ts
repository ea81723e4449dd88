import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { joinShares, shareKey } from "../../../src/keys/shares.ts";
import { parseWords, wordsOf } from "../../../src/keys/words.ts";
import { decideParting } from "../../../src/operations/recovery/parting.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderKit } from "../../../src/render/recovery/kit.ts";
import type { Kit, KitSecret } from "../../../src/render/recovery/kit-contents.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { paintModules, readQrCode } from "../../support/browser/qr-reader.ts";

const key = new MasterKey(Uint8Array.from({ length: 32 }, (_, index) => index * 7));
const random = (count: number) => new Uint8Array(count).fill(5);
const words: KitSecret = { kind: "words", words: wordsOf(key) };

function kitOf(secret: KitSecret, settings: Readonly<Record<string, unknown>> = {}, more: Partial<Kit> = {}): Kit {
  return {
    plan: decidePlan("acme", exampleSettings(settings)),
    date: "2026-11-29",
    keyId: key.id(),
    signingKeyId: "ed25519:ck_1f0e9a2b",
    version: "1.2.3",
    evidenceKey: "PWUOkVzl1JRAweBfOqyzGcjMEm4uNzQMkUMTNvYjcWM",
    carriesPepper: false,
    places: {
      stackFile: "/srv/Pulumi.acme.yaml",
      state: "/srv/state",
      journal: "/srv/journal.jsonl",
      roster: "/srv/team.acme.yaml",
    },
    ...more,
    secret,
  };
}

async function shareSheets(names: readonly string[], threshold: number) {
  const holders = decideParting(names, threshold)?.holders ?? [];
  const shares = await shareKey(key, { threshold, count: holders.length }, random);
  return shares.map((share, at) => {
    const commitment = key.shareCommitment("05050505");
    const of = { group: "05050505", index: at + 1, count: holders.length, threshold, commitment };
    return renderKit(
      kitOf({ kind: "share", share, holder: holders[at] ?? { name: "", userId: null }, of }),
      readTemplates(),
    );
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
    .replace(/&#39;/g, "'")
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
      between(page.text, "order matters.", "Key id"),
      between(text, "order matters.", "Key id"),
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
      "/srv/journal.jsonl",
      "/srv/team.acme.yaml",
      "by chatkeep 1.2.3",
      "ed25519 PWUOkVzl1JRAweBfOqyzGcjMEm4uNzQMkUMTNvYjcWM",
      "Backups",
      "none configured",
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

describe("the steps on a recovery kit", () => {
  const said = (more: Partial<Kit>) => seen(renderKit(kitOf(words, {}, more), readTemplates()).html).text;

  it("rebuild with a copy of the stack file and without, and say what each lacks", () => {
    const text = said({});
    expect(text).toContain("npx chatkeep recovery rebuild --stack acme --stack-file COPY");
    expect(text).toContain("npx chatkeep init --stack acme --server-name acme.example.org");
    expect(text).toContain(`must be ${key.id()}`);
    expect(text).toContain("nor tokens and passwords that others issued");
    expect(text).not.toContain("give each a new one");
  });

  it("say of a pepper that was carried over what is lost without the stack file", () => {
    const text = said({ carriesPepper: true });
    expect(text).toContain("carried over from an earlier master key; only the stack file holds it");
    expect(text).toContain("no member's password works: give each a new one");
  });

  it("say that a certificate of one's own is not in the kit", () => {
    const tls = { mode: "files", certificateFile: "tls/chain.pem", keyFile: "tls/key.pem" };
    expect(renderKit(kitOf(words, { tls }), readTemplates()).text.match(/put them where chatkeep:tls/g)).toHaveLength(
      2,
    );
    expect(said({})).not.toContain("put them where");
  });

  it("say so where there is no roster", () => {
    const places = { ...kitOf(words).places, roster: null };
    expect(said({ places })).toMatch(/Roster +none/);
  });
});

describe("a recovery kit as shares", () => {
  it("gives the key back from any two of three sheets, off the page, off the text and by camera", async () => {
    const sheets = await shareSheets(["Ana", "Ben", "Cleo"], 2);
    const read = (html: string) => between(seen(html).text, "are refused. ", "Key id");
    const plain = (text: string) => between(text, "are refused.", "Key id");
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

  it("names its holder beside the user id, harmlessly, and no other's", async () => {
    const [first, second] = await shareSheets(["<b>Ana & Co", "آنا @anna:acme.example.org", "安娜 😀"], 2);
    expect(seen(first?.html ?? "").text).toContain("For <b>Ana & Co");
    expect(first?.html).not.toContain("<b>");
    expect(first?.text).toContain("For <b>Ana & Co");
    expect(first?.text).not.toContain("آنا");
    expect(second?.html).toContain("For <bdi>آنا</bdi> <code>@anna:acme.example.org</code>");
    expect(second?.text).toContain("For آنا\n    @anna:acme.example.org\n");
  });

  it("says its group, its place in it, and the commitment with its length", async () => {
    const [first] = await shareSheets(["Ana", "Ben", "Cleo"], 2);
    const said = ["1 of 3; 2 are needed", "05050505", `${key.shareCommitment("05050505")} (64 bits)`, "cut to 64 bits"];
    for (const text of [seen(first?.html ?? "").text, first?.text])
      for (const each of said) expect(text).toContain(each);
  });

  it("never holds the words", async () => {
    const [first] = await shareSheets(["Ana", "Ben"], 2);
    expect(first?.text).not.toContain(wordsOf(key).reveal().split(" ").slice(0, 2).join(" "));
  });
});
