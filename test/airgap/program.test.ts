import { describe, expect, it } from "vitest";
import { type Program, programArguments, programEnvironment } from "../../airgap/language/program.ts";

const program: Program = {
  engine: "127.0.0.1:1",
  monitor: "127.0.0.1:2",
  organization: "",
  project: "chatkeep",
  stack: "prod",
  rootDirectory: "/checkout",
  programDirectory: "/checkout/stacks",
  entryPoint: "main.mjs",
  parallel: 8,
  dryRun: true,
  nodeArguments: ["--enable-source-maps"],
  programArguments: ["last"],
  typescript: false,
  config: [
    ["chatkeep:tls.mode", "internal"],
    ["chatkeep:config:size", "50M"],
  ],
  secretKeys: ["chatkeep:master"],
};

describe("a program's start", () => {
  it("has flags, then the entry point, then the program's own words; what is empty is left out", () => {
    expect(programArguments(program).join(" ")).toBe(
      [
        "--monitor 127.0.0.1:2 --engine 127.0.0.1:1 --project chatkeep --root-directory /checkout",
        "--stack prod --pwd /checkout/stacks --parallel 8 --dry-run main.mjs last",
      ].join(" "),
    );
  });

  it("has its settings under the names that Pulumi's runner looks for", () => {
    const { PULUMI_CONFIG = "", PULUMI_CONFIG_SECRET_KEYS = "", ...rest } = programEnvironment(program);
    expect(JSON.parse(PULUMI_CONFIG)).toEqual({
      "chatkeep:config:tls.mode": "internal",
      "chatkeep:config:size": "50M",
    });
    expect(JSON.parse(PULUMI_CONFIG_SECRET_KEYS)).toEqual(["chatkeep:master"]);
    expect(rest).toEqual({});
  });
});
