import { describe, expect, it } from "vitest";
import { namingStack, stackIn } from "../../../src/cli/terminal/naming-stack.ts";

describe("commands in a message", () => {
  it.each([
    ["Undo it:  npx chatkeep account unlock ben", "Undo it:  npx chatkeep account unlock ben --stack acme"],
    ["Run `npx chatkeep up`, then wait.", "Run `npx chatkeep up --stack acme`, then wait."],
    ["npx chatkeep logs synapse   Then again.", "npx chatkeep logs synapse --stack acme   Then again."],
    ["npx chatkeep status\nnpx chatkeep up", "npx chatkeep status --stack acme\nnpx chatkeep up --stack acme"],
  ])("are about the stack that they were called for: %s", (text, named) => {
    expect(namingStack(text, "acme")).toBe(named);
    expect(namingStack(named, "acme")).toBe(named);
    expect(namingStack(text, "local")).toBe(text);
  });

  it.each([
    "npx chatkeep export --user @ana:acme.example",
    "npx chatkeep --version",
    "npx chatkeep recovery check-key",
  ])("stay as they are where they concern no stack: %s", (text) => expect(namingStack(text, "acme")).toBe(text));
});

describe("the stack of a command line", () => {
  it.each([
    [["team", "plan", "--stack", "acme"], {}, "acme"],
    [["team", "plan", "--stack=acme"], {}, "acme"],
    [["team", "plan"], { CHATKEEP_STACK: "acme" }, "acme"],
    [["team", "plan"], {}, "local"],
    [["team", "plan", "--stack"], {}, "local"],
  ])("%j with %j is of %s", (args, environment, stack) => expect(stackIn(args, environment)).toBe(stack));
});
