import { describe, expect, it } from "vitest";
import { parseSettings } from "../../src/settings/parse.ts";
import { fromPulumiConfig } from "../../src/settings/pulumi-settings.ts";
import { now, problemsWhen, settingsOf } from "./read.ts";

const text = [
  "config:",
  "  chatkeep:serverName: acme.example.org",
  "  chatkeep:processors: 4",
  "  chatkeep:throwaway: true",
  "  chatkeep:ports: { https: 8443, http: off }",
  "  chatkeep:homeserver: { enable_search: false, rc_message: { per_second: 0.5 } }",
].join("\n");

/** What `pulumi.runtime.allConfig()` gave for that file with Pulumi 3.259. */
const all = {
  "chatkeep:serverName": "acme.example.org",
  "chatkeep:processors": "4",
  "chatkeep:throwaway": "true",
  "chatkeep:ports": '{"http":"off","https":8443}',
  "chatkeep:homeserver": '{"enable_search":false,"rc_message":{"per_second":0.5}}',
  "chatkeep:masterKey": "hunter2",
  "chatkeep:cloudflareToken": "hunter2",
  "pulumi:tags": "{}",
};

describe("settings from Pulumi", () => {
  it("mean what the file means", () => {
    expect(parseSettings(fromPulumiConfig(all, text, "x.yaml"), now)).toEqual(settingsOf(text));
    expect(parseSettings(fromPulumiConfig(all, null, null), now)).toEqual(settingsOf(text));
  });

  it("give the same text in the end, whatever the order they came in", () => {
    const turned = text.replace(
      "{ enable_search: false, rc_message: { per_second: 0.5 } }",
      "{ rc_message: { per_second: 0.5 }, enable_search: false }",
    );
    expect(JSON.stringify(settingsOf(turned))).toBe(
      JSON.stringify(parseSettings(fromPulumiConfig(all, null, null), now)),
    );
  });

  it("carry the lines of the file", () => {
    const source = fromPulumiConfig({ ...all, "chatkeep:ports": '{"https":0}' }, text, "x.yaml");
    const problems = problemsWhen(() => parseSettings(source, now));
    expect(problems.map(({ file, line, key }) => [file, line, key])).toEqual([["x.yaml", 5, "chatkeep:ports.https"]]);
  });

  it("leave secrets out", () => {
    expect(JSON.stringify(fromPulumiConfig(all, text, "x.yaml").values)).not.toContain("hunter2");
  });

  it("are refused where another's decide where secrets go, however they came", () => {
    const foreign = { "docker:host": "tcp://198.51.100.1:2375", "cloudflare:baseUrl": "https://evil.example" };
    for (const written of [null, `${text}\n  docker:host: tcp://198.51.100.1:2375`]) {
      const source = fromPulumiConfig({ ...all, ...foreign }, written, written === null ? null : "x.yaml");
      const problems = problemsWhen(() => parseSettings(source, now));
      expect(problems.map(({ key }) => key).sort()).toEqual(["`cloudflare:baseUrl`", "`docker:host`"]);
      expect(problems.map(({ write }) => write).join()).toContain("DOCKER_HOST");
    }
  });

  it("take text that only looks like JSON as text", () => {
    const source = fromPulumiConfig({ ...all, "chatkeep:ports": "{https: 1" }, null, null);
    expect(problemsWhen(() => parseSettings(source, now)).map(({ key }) => key)).toEqual(["chatkeep:ports"]);
  });

  it("understand a setting without a value", () => {
    const source = fromPulumiConfig({ ...all, "chatkeep:push": "" }, null, null);
    expect(problemsWhen(() => parseSettings(source, now)).map(({ found }) => found)).toEqual([
      "expected `on` or `off`, found nothing",
    ]);
  });

  it("are refused where Pulumi reads the file otherwise than it looks", () => {
    const octal = text.replace("processors: 4", "processors: 010");
    expect(problemsWhen(() => fromPulumiConfig(all, octal, "x.yaml")).map(({ line }) => line)).toEqual([3]);
  });
});
