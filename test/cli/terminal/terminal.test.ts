import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { newPassword } from "../../../src/cli/accounts/new-password.ts";
import { processTerminal } from "../../../src/cli/terminal/prompts.ts";
import { consent } from "../../../src/cli/up/consent.ts";
import { Refusal } from "../../../src/errors.ts";
import type { Change } from "../../../src/operations/state/change.ts";
import { madeUpTerminal } from "./made-up-terminal.ts";

const create: Change = { action: "create", what: "container", name: "proxy", because: [] };
const replace: Change = { ...create, action: "replace" };
const typed = { generate: false, passwordStdin: false };

describe("off a terminal", () => {
  const input = Object.assign(new PassThrough(), { isTTY: false });
  const terminal = processTerminal(input, input);

  it("every question is refused, and the refusal names the flag that answers it", async () => {
    const flag = "--answer";
    const questions = [
      terminal.confirm("Sure?", { usually: true, flag }),
      terminal.text("Name?", { flag }),
      terminal.hidden("Password?", { flag }),
      terminal.choose("Which?", [{ value: "a", label: "A", hint: "" }], { flag }),
    ];
    for (const question of questions) {
      const refusal = await question.catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(Refusal);
      expect(refusal).toMatchObject({ next: "Answer it with --answer." });
    }
  });
});

describe("on a terminal that can only print lines", () => {
  /** Types each line once its question is there. */
  function dumb(...typed: readonly string[]) {
    const [input, output] = [new PassThrough(), new PassThrough()].map((stream) =>
      Object.assign(stream, { isTTY: true }),
    );
    const left = [...typed];
    let shown = "";
    output?.on("data", (text) => {
      shown += text;
      if (!/\?|\)|\.\n$/.test(String(text))) return;
      const line = left.shift();
      if (line !== undefined) setImmediate(() => input?.write(line));
    });
    return { terminal: processTerminal(input, output, { TERM: "dumb" }), shown: () => shown };
  }

  it("questions are lines, and an answer that will not do is asked for again", async () => {
    const flag = "--x";
    const yes = dumb("maybe\n", "y\n");
    expect(await yes.terminal.confirm("Sure?", { usually: false, flag })).toBe(true);
    expect(await dumb("\n").terminal.confirm("Sure?", { usually: false, flag })).toBe(false);
    expect(await dumb("\n").terminal.text("Name?", { usually: "main", flag })).toBe("main");
    const choices = [
      { value: "a", label: "A", hint: "first" },
      { value: "b", label: "B", hint: "" },
    ] as const;
    expect(await dumb("2\n").terminal.choose("Which?", choices, { flag })).toBe("b");
    const { terminal, shown } = dumb("secret\r");
    expect(await terminal.hidden("Password?", { flag })).toBe("secret");
    for (const text of [yes.shown(), shown()]) {
      expect(text).not.toContain("\u001b");
      expect(text).not.toContain("secret");
    }
  });

  it("a question is left by Ctrl-C or the end of the input", async () => {
    await expect(dumb("\u0003").terminal.hidden("Password?", { flag: "--x" })).rejects.toThrow(Refusal);
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const asked = processTerminal(input, Object.assign(new PassThrough(), { isTTY: true }), { TERM: "dumb" });
    const answer = asked.text("Name?", { flag: "--x" });
    input.end();
    await expect(answer).rejects.toThrow(Refusal);
  });
});

const only = (...changes: readonly Change[]) => ({ changes, steps: [] });

describe("consent", () => {
  it("is not asked for with --yes", async () => {
    expect(await consent(madeUpTerminal().terminal, only(replace), { yes: true })).toBe(true);
  });

  it("is asked for on a terminal, and may be refused", async () => {
    expect(await consent(madeUpTerminal([true]).terminal, only(create), { yes: false })).toBe(true);
    expect(await consent(madeUpTerminal([false]).terminal, only(replace), { yes: false })).toBe(false);
  });

  it("goes without saying for what only creates, off a terminal, and that is said", async () => {
    const { terminal, noted } = madeUpTerminal();
    expect(await consent(terminal, only(create), { yes: false })).toBe(true);
    expect(noted).toHaveLength(1);
  });

  it("is needed for what replaces, so that it fails off a terminal", async () => {
    await expect(consent(madeUpTerminal().terminal, only(create, replace), { yes: false })).rejects.toThrow(Refusal);
  });
});

describe("a new password", () => {
  it("is typed twice, and is the same both times", async () => {
    const { terminal } = madeUpTerminal(["a long password", "a long password"]);
    const { password, generated } = await newPassword(terminal, typed);
    expect([password.reveal(), generated]).toEqual(["a long password", false]);
    await expect(newPassword(madeUpTerminal(["a long password", "another"]).terminal, typed)).rejects.toThrow(
      "passwords differ",
    );
  });

  it("is made where asked to be, without a terminal", async () => {
    const { password, generated } = await newPassword(madeUpTerminal().terminal, { ...typed, generate: true });
    expect(generated).toBe(true);
    expect(password.reveal()).toHaveLength(23);
  });

  it("is never a word of the command line, so off a terminal there has to be a flag", async () => {
    await expect(newPassword(madeUpTerminal().terminal, typed)).rejects.toThrow(Refusal);
  });
});
