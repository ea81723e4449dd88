import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../../src/io/machine/program-files.ts";
import { decidePlan } from "../../../../src/plan/decide.ts";
import { procedures } from "../../../../src/render/recovery/procedures/all.ts";
import { inHtml, inMarkdown, partsOf } from "../../../../src/render/recovery/procedures/inline.ts";
import { proceduresPolicy, renderProcedures } from "../../../../src/render/recovery/procedures/pages.ts";
import { exampleSettings } from "../../../plan/example-settings.ts";
import { textsOf, wordsIn } from "./texts.ts";

const templates = readTemplates();
const mine = [...templates].filter(([path]) => path.startsWith("recovery/procedures/"));
const settings = { hostName: "chat.acme.example.org", adminContact: "mailto:ana@acme.example.org" };

function rendered(wishes: Readonly<Record<string, unknown>> = settings) {
  return renderProcedures(decidePlan("acme", exampleSettings(wishes)), templates);
}

const pages = rendered();
const byId = new Map(pages.map((page) => [page.id, page]));
const names = (name: string) => [{ kind: "text", text: name } as const];

describe("the templates", () => {
  it("loop and print, and never decide", () => {
    const tags = mine.flatMap(([path, text]) =>
      [...text.matchAll(/<%([\s\S]*?)%>/g)].map(([, tag]) => `${path}:${tag}`),
    );
    const allowed =
      /:([=~] (it\.)?[a-zA-Z.]+ | (it\.|way\.)?[a-zA-Z]+\.forEach\((\{[a-z, ]+\}|\([a-z]+\)|\(\{[a-z, ]+\}\)) => \{ | \}\) )$/;
    expect(tags.length).toBeGreaterThan(20);
    expect(tags.filter((tag) => !allowed.test(tag))).toEqual([]);
  });
});

describe("the pages", () => {
  it("are the index and one for each procedure", () => {
    expect(pages.map(({ id }) => id)).toEqual(["index", ...procedures.map(({ id }) => id)]);
  });

  it("name this server, its front page and who helps", () => {
    const { html, markdown } = byId.get("stolen-device") ?? { html: "", markdown: "" };
    for (const text of [html, markdown]) {
      expect(text).toContain("acme.example.org");
      expect(text).toContain("https://chat.acme.example.org/password");
      expect(text).toContain("mailto:ana@acme.example.org");
    }
    expect(rendered({})[1]?.html).toContain("Ask the person who gave you your account.");
  });

  it.each(procedures)("$id says each of its sentences in both forms, and the same in both", (procedure) => {
    const { html, markdown } = byId.get(procedure.id) ?? { html: "", markdown: "" };
    const [inPage, inText] = [wordsIn(html.replace(/^.*<body>/s, "")), wordsIn(markdown.replace(/^---$/m, ""))];
    const stretches = textsOf(procedure).flatMap((sentence) => sentence.split(/\{[^}]+\}/).map(wordsIn));
    expect(stretches.filter((stretch) => !inPage.includes(stretch))).toEqual([]);
    expect(inText).toContain(inPage.slice(inPage.indexOf(procedure.when)));
  });

  it.each(procedures)("$id has each step at an address of its own", ({ id, steps }) => {
    const { html } = byId.get(id) ?? { html: "" };
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name);
    expect(ids.filter((name) => name?.startsWith("step-"))).toEqual(steps.map((step) => `step-${step.id}`));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(procedures)("$id marks exactly the steps that no client has tried", ({ id, steps }) => {
    const { html } = byId.get(id) ?? { html: "" };
    expect(html.split("Not tried by us").length - 1).toBe(steps.filter(({ does }) => does === null).length);
  });

  it("link only to pages that there are, and the index links to all", () => {
    for (const { html, markdown } of pages) {
      const linked = [...html.matchAll(/href="([a-z-]+)\.html"/g)].map(([, id]) => id ?? "");
      expect(linked.filter((id) => !byId.has(id))).toEqual([]);
      expect([...markdown.matchAll(/\]\(([a-z-]+)\.md\)/g)].map(([, id]) => id)).toEqual(linked);
    }
    const { html } = byId.get("index") ?? { html: "" };
    for (const { id } of procedures) expect(html).toContain(`href="${id}.html"`);
  });

  it("load nothing, hold no script, and are allowed their own style alone", () => {
    for (const { html } of pages) {
      expect(html).not.toMatch(/<script|<img|<iframe|<object|\s(style|on[a-z]+|src)="|url\(|@import/);
      expect([...html.matchAll(/<link[^>]*href="([^"]*)"/g)].map(([, address]) => address)).toEqual(["data:,"]);
      const [, style = ""] = /<style>([\s\S]*)<\/style>/.exec(html) ?? [];
      const hash = createHash("sha256").update(style).digest("base64");
      expect(proceduresPolicy(templates)).toContain(`style-src 'sha256-${hash}'`);
    }
  });

  it.each(procedures.filter(({ id }) => id !== "someone-leaves"))("$id says what every member must know", ({ id }) => {
    const { markdown } = byId.get(id) ?? { markdown: "" };
    const text = wordsIn(markdown);
    expect(text).toContain("A device that is not confirmed is not set up yet.");
    expect(text).toContain("Never switch key storage off and on to repair something");
    expect(text).toContain("recovery key or recovery passphrase");
  });

  it("say at their foot which versions they are for, which are too old, and when they were written", () => {
    for (const { markdown } of pages) {
      expect(markdown).toMatch(/older than Element X 26\.06 or Element 1\.12\.29/);
      expect(markdown).toMatch(/Element X 26\.08\.2 for Android .* 26\.07\.5 for iOS/);
      expect(markdown).toMatch(/Written on [A-Z][a-z]+ \d+, 2026\./);
    }
  });
});

describe("a sentence", () => {
  it("is said in both forms as it is, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab *_[]<>&\"\\#'") }), (sentence) => {
        const parts = partsOf(sentence, names);
        expect(inHtml(parts).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))).toBe(sentence);
        expect(inHtml(parts)).not.toMatch(/[<>"]/);
        expect(inMarkdown(parts).replace(/\\([\\`*_[\]<>])/g, "$1")).toBe(sentence);
      }),
    );
  });

  it("shows labels, commands and names", () => {
    const parts = partsOf("Choose “Key of {user ID}”, type `a_b {y}`, see {x}.", names);
    expect(inHtml(parts)).toBe("Choose <b>“Key of user ID”</b>, type <code>a_b y</code>, see x.");
    expect(inMarkdown(parts)).toBe("Choose **“Key of user ID”**, type `a_b y`, see x.");
  });
});
