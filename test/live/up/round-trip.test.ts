import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { newMasterKey } from "../../../src/keys/master-key.ts";
import { serverSecrets } from "../../../src/keys/secrets.ts";
import type { JsonObject } from "../../../src/kinds/json.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderFiles } from "../../../src/render/render.ts";
import { renderSecretFiles } from "../../../src/render/secret-files.ts";
import { nothingIssued } from "../../../src/render/secrets.ts";
import { homeserverDocument } from "../../../src/render/services/homeserver.ts";
import { quoteCaddy } from "../../../src/render/services/proxy.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { acceptedSettings } from "../../settings/any-settings.ts";
import { fullHatch } from "../../settings/homeserver/full-hatch.ts";
import { nastyTexts } from "../../settings/nasty-text.ts";
import { isSoak, seed } from "../../support/sample.ts";
import { printedIn } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";
import { decided, type Effective, promised } from "../../support/synapse/effective.ts";
import { ParserProcess } from "../../support/synapse/parser-process.ts";

const stack = inject("mainStack");
const templates = readTemplates();
const secrets = serverSecrets(newMasterKey(), {});
const runs = (few: number, many: number) => ({
  seed: Number.parseInt(seed.slice(0, 7), 16) || 0,
  numRuns: isSoak ? many : few,
});
/** Thousands of settings take longer than a test may elsewhere. */
const timeout = isSoak ? 3_600_000 : 120_000;
let parser: ParserProcess;

beforeAll(async () => {
  console.log(`settings are drawn by the seed ${seed.slice(0, 12)}`);
  parser = await ParserProcess.start(stack, planOf(stack).installer.image);
});

afterAll(async () => {
  await parser?.stop();
});

describe("settings that are accepted", () => {
  it("keep every text that YAML could take for something else, as a value and as a name", async () => {
    const values = nastyTexts.flatMap((text) => [text, `${text}0`, `0${text}`]).filter((text) => text.isWellFormed());
    const names = Object.fromEntries(values.map((text, index) => [text, index]));
    const homeserver = { dont_notify_new_devices_for: values, mau_appservice_trial_days: names };
    const { read, refusal } = await parser.parse(publicFiles(decidePlan("any", exampleSettings({ homeserver }))));
    expect(refusal).toBeNull();
    expect(read).toMatchObject(homeserver);
  });

  it("come unchanged out of the YAML that Synapse reads", { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(acceptedSettings, async ({ settings }) => {
        const plan = decidePlan("any", settings);
        const { read, refusal } = await parser.parse(publicFiles(plan));
        expect(refusal).toBeNull();
        expect(asJson(read ?? {})).toEqual(asJson(homeserverDocument(plan, templates)));
      }),
      runs(20, 2_000),
    );
  });

  it("are accepted by Synapse's own parser, which makes of them what was decided and promised", {
    timeout,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(acceptedSettings, async ({ settings }) => {
        const plan = decidePlan("any", settings);
        const lines = [...decided(plan), ...promised(plan, secrets.signingKey.keyId)];
        expect(await effectiveIn(plan, lines)).toEqual(lines);
      }),
      runs(8, 500),
    );
  });
});

describe("the escape hatch", () => {
  it("changes nothing in Synapse's own reading that a promise rests on", { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(fullHatch, async (homeserver) => {
        expect(Object.keys(homeserver).length).toBeGreaterThan(100);
        const plan = decidePlan("any", exampleSettings({ homeserver }));
        const lines = promised(plan, secrets.signingKey.keyId);
        expect(await effectiveIn(plan, lines)).toEqual(lines);
      }),
      runs(3, 500),
    );
  });
});

describe("texts in a Caddyfile", () => {
  it("are read by Caddy as they were, save those that are refused", async () => {
    // Placeholders are meant to be something else, and a line ending of Windows is none for Caddy.
    const plain = nastyTexts.filter((text) => text.isWellFormed() && !/[{}\r\0]/.test(text));
    const texts = [...plain, "a\\b", "\\\\b", 'a\\b"', '""', "a`b", "<<END"].filter((text) => !/\\(?="|$)/.test(text));
    expect(await readByCaddy(texts.map(quoteCaddy))).toEqual(texts);
  });
});

/** What Caddy's own reader makes of these words: a path to be compared with is any text. */
async function readByCaddy(words: readonly string[]): Promise<readonly string[]> {
  const caddyfile = `:80 {\n\t@words path ${words.join(" ")}\n\trespond @words 200\n}\n`;
  const script = 'printf %s "$0" | base64 -d | caddy adapt --adapter caddyfile --config /dev/stdin';
  const printed = await printedIn(stack, "proxy", "sh", "-c", script, Buffer.from(caddyfile).toString("base64"));
  return JSON.parse(printed).apps.http.servers.srv0.routes[0].match[0].path;
}

type Plan = ReturnType<typeof decidePlan>;

async function effectiveIn(plan: Plan, lines: readonly Effective[]): Promise<readonly Effective[]> {
  const files = { ...publicFiles(plan), ...secretFiles(plan) };
  const { values, refusal } = await parser.parse(
    files,
    lines.map(([expression]) => expression),
  );
  if (refusal !== null) throw new Error(refusal);
  return lines.map(([expression], index) => [expression, values[index] ?? null]);
}

function publicFiles(plan: Plan): Readonly<Record<string, string>> {
  const files = renderFiles(plan, templates, null).services.synapse;
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

function secretFiles(plan: Plan): Readonly<Record<string, string>> {
  const files = renderSecretFiles(plan, templates, secrets, nothingIssued).synapse;
  return Object.fromEntries(files.map(({ path, text }) => [path, text.reveal()]));
}

/** JSON knows one zero alone. */
function asJson(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
