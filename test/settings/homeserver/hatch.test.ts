import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../src/kinds/json.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { homeserverDocument } from "../../../src/render/services/homeserver.ts";
import { definitions } from "../../../src/settings/definitions.ts";
import { guarantees } from "../../../src/settings/homeserver/guarantees.ts";
import { guards } from "../../../src/settings/homeserver/guarded-options.ts";
import { homeserverOptions, type OptionType } from "../../../src/settings/homeserver/options.ts";
import { plainOptions } from "../../../src/settings/homeserver/plain-settings.ts";
import { parseSettings } from "../../../src/settings/parse.ts";
import { plainSettings } from "../../../src/settings/yaml/settings-source.ts";
import { isSoak, seed } from "../../support/sample.ts";
import { now, problemsWhen } from "../read.ts";
import { anyHatch, anyOption, nested } from "./any-option.ts";
import { type Freedom, hatchTable } from "./hatch-table.ts";

const templates = readTemplates();
const parse = (homeserver: unknown) =>
  parseSettings(plainSettings({ serverName: "acme.example.org", homeserver }), now);
const problemsOf = (homeserver: unknown) => problemsWhen(() => parse(homeserver));
const rendered = (homeserver: JsonObject) => homeserverDocument(decidePlan("acme", parse(homeserver)), templates);
const untouched = rendered({});
/** A line that a plain setting decides is fixed. */
const decided = Object.fromEntries(Object.values(plainOptions).map((option) => [option, "fixed"] as const));
const lines: readonly (readonly [string, Freedom])[] = Object.entries({ ...hatchTable, ...decided });
const having = (freedom: Freedom) => lines.filter(([, each]) => each === freedom).map(([path]) => path);
const numRuns = isSoak ? 20_000 : 1_000;
const drawn = { seed: Number.parseInt(seed.slice(0, 7), 16) || 0, numRuns };

function at(value: Json | undefined, path: string): Json | undefined {
  return path
    .split(".")
    .reduce<Json | undefined>((within, name) => (isJsonObject(within) ? within[name] : undefined), value);
}

const template = load(templates.get("synapse/homeserver.yaml") ?? "") as JsonObject;

describe("each plain setting", () => {
  it.each(Object.entries(plainOptions))("%s has its place in homeserver.yaml: %s", (name, option) => {
    expect(at(template, option)).toBe(`{{${name}}}`);
  });
});

describe("each line of homeserver.yaml", () => {
  it("is in the table of what the escape hatch may change, and nothing else is", () => {
    expect(lines.map(([path]) => path).toSorted()).toEqual(leavesOf(template).toSorted());
  });

  it.each(having("fixed"))("%s stays as it is", (path) => {
    for (const value of [null, true, false, 0, 1, "x", "", [], ["x"], {}, { x: 1 }]) {
      const options = nested(path, value);
      if (problemsOf(options).length === 0) expect(at(rendered(options), path)).toEqual(at(untouched, path));
    }
  });

  it.each(having("free"))("%s may be changed", (path) => {
    const [first = ""] = path.split(".");
    const values = fc.sample(anyOption[first] ?? fc.constant(null), { seed: 1, numRuns: isSoak ? 300 : 60 });
    const changed = values.flatMap((value) => {
      const options = { [first]: value };
      return at(options, path) === undefined || problemsOf(options).length > 0
        ? []
        : [[at(rendered(options), path), at(options, path)]];
    });
    expect(changed.length).toBeGreaterThan(0);
    for (const [now, meant] of changed) expect(now).toEqual(meant);
  });

  it.each([
    ["bcrypt_rounds", [13, 31], [11, 0, -12, 32, "4"]],
    ["federation_client_minimum_tls_version", ["1.3"], ["1", "1.0", "1.1", 1.2, 1]],
    ["rc_login.account.per_second", [0.003, 0.001], [0.004, 1]],
    ["rc_login.account.burst_count", [5, 3], [6, 1000]],
    ["rc_login.failed_attempts.per_second", [0.17, 0.1], [0.2, 1]],
    ["rc_login.failed_attempts.burst_count", [3, 1], [4, 1000]],
  ])("%s may only become stricter", (path, stricter, weaker) => {
    for (const value of stricter) expect(at(rendered(nested(path, value)), path)).toBe(value);
    for (const value of weaker) expect(problemsOf(nested(path, value))).not.toEqual([]);
  });
});

describe("whatever the escape hatch says", () => {
  it("it is refused, or the lines that promises rest on stay as they are", () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyHatch, (options) => {
        if (problemsOf(options).length > 0) return;
        accepted += 1;
        const file = rendered(options);
        for (const path of having("fixed")) expect([path, at(file, path)]).toEqual([path, at(untouched, path)]);
        expect(Number(file.bcrypt_rounds)).toBeGreaterThanOrEqual(12);
        expect(limits(file)).toEqual(
          limits(untouched).map((most) => expect.toSatisfy((limit) => Number(limit) <= Number(most))),
        );
        expect(["1.2", "1.3"]).toContain(file.federation_client_minimum_tls_version);
        expect(Object.keys(file).filter((name) => !allowedKeys.has(name))).toEqual([]);
      }),
      drawn,
    );
    expect(accepted).toBeGreaterThan(numRuns / 10);
  });

  const limits = (file: JsonObject) =>
    having("stricter")
      .filter((path) => path.startsWith("rc_"))
      .map((path) => at(file, path));

  const open = Object.keys(homeserverOptions).filter(
    (name) => !guards.some((guard) => guard.path === name && !guard.allow),
  );
  const allowedKeys = new Set([...Object.keys(untouched), ...open]);
});

describe("each refusal", () => {
  it.each(guards)("of $path names the promise, and what to do instead", ({ path, guarantee, instead, allow }) => {
    const value = allow === undefined ? "x" : [...allow, ""].includes("all") ? "off" : "elsewise";
    const [problem] = problemsOf(nested(path, value)).filter(({ key }) => key.startsWith("chatkeep:homeserver."));
    expect(problem?.key).toBe(`chatkeep:homeserver.${path}`);
    expect(problem?.found).toMatch(allow === undefined ? guarantees[guarantee] : /./);
    expect(instead).toMatch(/^(Use `chatkeep:\w+`|Delete it(:|,)|Write )/);
    for (const [, setting = ""] of instead.matchAll(/`chatkeep:(\w+)`/g))
      expect(Object.keys(definitions)).toContain(setting);
  });
});

describe("a secret in the escape hatch", () => {
  const word = "Made1Up2Text3Of4Made1Up2Text3Of4xyZ";
  const secrets = {
    "an access token": `syt_${"bWFkZXVw".repeat(3)}_madeup`,
    "a private key": `-----BEGIN OPENSSH ${"PRIVATE"} KEY-----\nmadeup`,
    "a password in an address": "https://user:madeup@host.example/",
    "a signing key": `ed25519 a_b ${"A1b".repeat(14)}c`,
    "random text": word,
    "random hexadecimal text": "0123456789abcdef".repeat(4),
    "random text within a sentence": `the key is ${word}, keep it`,
  };

  it.each(Object.entries(secrets))("is refused wherever text can stand, and not repeated: %s", (_, secret) => {
    const places = textPlaces(homeserverOptions, secret);
    expect(places.length).toBeGreaterThan(60);
    for (const place of places) {
      const problems = problemsOf(place);
      expect(problems, JSON.stringify(place)).not.toEqual([]);
      expect(JSON.stringify(problems)).not.toContain(secret.slice(0, 20));
    }
  });

  it.each([
    "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM",
    "!aBcDeFgHiJkLmNoPqR:acme.example",
    "https://chat.acme.example/a/long/path/2026/11/with-many-words?and=more#than_that",
    "mxc://acme.example/AbCdEfGhIjKlMnOpQrStUvWx",
    "Your Chat <chat@acme.example>",
    "This server is being moved to another house until Monday 08:00; write to ana@acme.example.",
    "m.room.pinned_events",
    "turn:turn.acme.example:3478?transport=udp",
    "internationalisation_of_everything",
  ])("is not seen in %s", (text) => {
    expect(problemsOf({ hs_disabled_message: text })).toEqual([]);
  });
});

describe("options that read files, listen or run code", () => {
  const suspicious =
    /(_path|_dir|_directory|_files?|_template|template_|_port|_host|bind_|listener|module|router|dsn)(_|$)/;
  const harmless = ["smtp_host", "smtp_port", "soft_file_limit"];

  it("are all refused, save where mail goes and a number", () => {
    const open = pathsOf(homeserverOptions).filter((path) => {
      const name = path.split(".").at(-1) ?? "";
      return (
        suspicious.test(name) &&
        !harmless.includes(name) &&
        problemsOf(nested(path, "x")).every(({ found }) => !found.includes("guarantee"))
      );
    });
    expect(open).toEqual([]);
  });
});

function leavesOf(value: JsonObject, prefix = ""): readonly string[] {
  return Object.entries(value).flatMap(([name, each]) =>
    isJsonObject(each) ? leavesOf(each, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

function pathsOf(type: OptionType, prefix = ""): readonly string[] {
  if (typeof type === "string" || Array.isArray(type)) return [prefix.slice(0, -1)];
  return Object.entries(type).flatMap(([name, each]) => pathsOf(each, `${prefix}${name}.`));
}

/** The options with a text in one place where their types take any, one for each such place. */
function textPlaces(type: OptionType, text: string): readonly Json[] {
  if (typeof type === "string") return /string|any/.test(type) ? [text] : /object/.test(type) ? [{ x: text }] : [];
  if (Array.isArray(type)) return textPlaces(type[0] ?? "any", text).map((place) => [place]);
  return Object.entries(type).flatMap(([name, each]) =>
    textPlaces(each, text).map((place) => ({ [name === "*" ? "x" : name]: place })),
  );
}
