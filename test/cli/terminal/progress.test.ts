import { describe, expect, it } from "vitest";
import { startProgress } from "../../../src/cli/terminal/progress.ts";

function output(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 20, write: (text: string) => written.push(text) };
}

describe("progress", () => {
  it("is one line for each thing in a log", () => {
    const log = output(false);
    const progress = startProgress("one", log);
    progress.say("one");
    progress.say("two");
    progress.keep("made it");
    progress.end();
    expect(log.written).toEqual(["one\n", "two\n", "made it\n"]);
  });

  it("is a line that moves on a terminal, is no wider than it, and goes away", () => {
    const terminal = output(true);
    const progress = startProgress("a text that is much too long", terminal);
    progress.end();
    const [first = "", last = ""] = [terminal.written[0], terminal.written.at(-1)];
    expect(first.replace("\r\u001b[K", "").length).toBeLessThan(20);
    expect(last).toBe("\r\u001b[K");
  });
});
