import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/kinds/json.ts";
import { isClosed } from "../../../src/settings/homeserver/guarantees.ts";
import { guards } from "../../../src/settings/homeserver/guarded-options.ts";
import { homeserverOptions, type OptionType } from "../../../src/settings/homeserver/options.ts";
import { parseSettings } from "../../../src/settings/parse.ts";
import { plainSettings } from "../../../src/settings/yaml/settings-source.ts";
import { now, problemsWhen } from "../read.ts";

const parse = (homeserver: unknown) =>
  parseSettings(plainSettings({ serverName: "acme.example.org", homeserver }), now).homeserver;
const keys = (homeserver: unknown) => problemsWhen(() => parse(homeserver)).map(({ key }) => key);

/** A value below a path with dots. */
function nested(path: string, value: Json): Json {
  return path.split(".").reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
}

/** The same, with what Synapse wants beside it. */
function complete(path: string, value: Json): Json {
  const [first = "", second = ""] = path.split(".");
  const mail = { notif_from: "chat@acme.example", require_transport_security: true };
  return first === "email" ? { email: { ...mail, [second]: value } } : nested(path, value);
}

function typeAt(path: string): OptionType | undefined {
  return path.split(".").reduce<OptionType | undefined>((type, name) => {
    if (type === "object") return "any";
    return typeof type === "object" && !Array.isArray(type)
      ? (type as Readonly<Record<string, OptionType>>)[name]
      : undefined;
  }, homeserverOptions);
}

describe("the escape hatch", () => {
  it.each(guards.map((guard) => [guard.path, guard] as const))("guards %s, which Synapse knows", (path) => {
    expect(typeAt(path)).toBeDefined();
  });

  it.each(guards.filter(isClosed).map(({ path }) => path))("refuses %s whatever it says", (path) => {
    for (const value of [null, true, false, 0, "", "x", [], {}]) {
      expect(keys(nested(path, value))).toContain(`chatkeep:homeserver.${path}`);
    }
  });

  it.each(guards.filter(({ allow }) => allow !== undefined))(
    "takes $path only as it breaks nothing",
    ({ path, allow = [] }) => {
      for (const value of allow) expect(parse(complete(path, value))).toEqual(complete(path, value));
      for (const value of [null, "elsewise", 1, ["x"]]) expect(keys(nested(path, value))).not.toEqual([]);
      const wrong = allow.includes(true) ? [false, "false"] : allow.includes(false) ? [true, "true"] : [];
      for (const value of wrong) expect(keys(nested(path, value))).toContain(`chatkeep:homeserver.${path}`);
    },
  );

  it("guards each option once", () => {
    expect(new Set(guards.map(({ path }) => path)).size).toBe(guards.length);
  });

  it("reports a guarantee, a type and an unknown name at once", () => {
    const mail = { notif_from: "chat@acme.example", require_transport_security: true };
    const options = {
      listeners: [],
      email: { ...mail, smtp_pass: "x", appname: "y" },
      max_avatar_size: "5 MB",
      nope: 1,
    };
    expect(keys(options)).toEqual([
      "chatkeep:homeserver.listeners",
      "chatkeep:homeserver.email.smtp_pass",
      "chatkeep:homeserver.email.appname",
      "chatkeep:homeserver.max_avatar_size",
      "chatkeep:homeserver.nope",
    ]);
  });

  it("knows every name that carries a secret in Synapse", () => {
    const secrets = Object.keys(homeserverOptions).filter((name) =>
      /secret|password|private_key|signing_key/.test(name),
    );
    const open = secrets.filter((name) => !guards.some(({ path }) => path === name));
    expect(open).toEqual([]);
  });

  it("does not let a name change other objects", () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__": {"polluted": true}, "user_types": {"__proto__": {"polluted": true}}}',
    );
    expect(keys(hostile)).toContain("chatkeep:homeserver.__proto__");
    expect({}).not.toHaveProperty("polluted");
  });
});
