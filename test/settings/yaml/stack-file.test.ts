import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStackFile } from "../../../src/settings/yaml/stack-file.ts";
import { problemsOf, problemsWhen } from "../read.ts";

const text = [
  "# a comment",
  "config:",
  "  chatkeep:serverName: acme.example.org",
  "  chatkeep:ports:",
  "    https: 8443",
  "  chatkeep:federation:",
  "    mode: allowlist",
  "    servers:",
  "      - a.example.org",
  "      - b.example.org",
  "  pulumi:tags: {}",
].join("\n");

describe("a stack file", () => {
  const source = readStackFile(text, "Pulumi.acme.yaml");

  it("gives the settings without their namespace, and no others", () => {
    expect(source.file).toBe("Pulumi.acme.yaml");
    expect(source.problems).toEqual([]);
    expect(source.values).toEqual({
      serverName: "acme.example.org",
      ports: { https: 8443 },
      federation: { mode: "allowlist", servers: ["a.example.org", "b.example.org"] },
    });
  });

  it("knows the line of every setting, and of what surrounds a missing one", () => {
    expect(source.locate(["serverName"])).toBe(3);
    expect(source.locate(["ports", "https"])).toBe(5);
    expect(source.locate(["ports", "http"])).toBe(4);
    expect(source.locate(["federation", "servers", 1])).toBe(10);
    expect(source.locate(["federation", "servers", 7])).toBe(8);
    expect(source.locate(["push"])).toBeNull();
    expect(source.locate([])).toBeNull();
  });

  it("counts lines the same way with other line ends", () => {
    expect(readStackFile(text.replaceAll("\n", "\r\n"), "x").locate(["ports", "https"])).toBe(5);
  });

  it("reports every odd key, and reads the others all the same", () => {
    const odd = readStackFile(`${text}\n  push: off\n  aws:region: x\nfoo: 1\n`, "x");
    expect(odd.problems.map(({ line, key }) => [line, key])).toEqual([
      [14, "`foo`"],
      [12, "`push`"],
      [13, "`aws:region`"],
    ]);
    expect(odd.values.serverName).toBe("acme.example.org");
  });

  it("keeps a key that is called __proto__ a key", () => {
    const { values } = readStackFile('config:\n  "chatkeep:__proto__": { push: off }\n', "x");
    expect(Object.keys(values)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
  });

  it("is read or refused with a SettingsError, whatever the text", () => {
    const words = fc.constantFrom(
      "config:",
      "  chatkeep:",
      "tls",
      ": ",
      "\n",
      "- ",
      "{",
      "}",
      "[",
      "]",
      "&a",
      "*a",
      "!!x",
      "<<",
      "|",
      ">",
      "'",
      '"',
      "\t",
      "#",
      "?",
      "%",
      "@",
      "---",
      "\u0000",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => {
        problemsOf(parts.join(""));
        problemsWhen(() => readStackFile(`config:\n  chatkeep:tls: ${parts.join("")}`, "x"));
      }),
      { seed: 20_261_120, numRuns: 1_000 },
    );
  });
});
