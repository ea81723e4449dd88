import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const flushed = fileURLToPath(new URL("../../../src/cli/terminal/flushed.ts", import.meta.url));
const bytes = 3_000_000;

/** How much arrives of what a program prints before it exits, where its reader is slower than it. */
async function arriving(before: string): Promise<number> {
  const script = `import { flushed } from ${JSON.stringify(flushed)};
    process.stdout.write("x".repeat(${bytes})); ${before} process.exit();`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  let count = 0;
  for await (const chunk of child.stdout) {
    count += chunk.length;
    await setTimeout(1);
  }
  return count;
}

it("a long output is whole where its reader is slow, and was cut off by the exit before", async () => {
  expect(await arriving("await flushed(process.stdout);")).toBe(bytes);
  expect(await arriving("")).toBeLessThan(bytes);
});

it("a reader who leaves early is no error", async () => {
  const script = `import { flushed } from ${JSON.stringify(flushed)};
    process.stdout.write("x".repeat(${bytes})); await flushed(process.stdout); process.exit();`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const [[exitCode], complaint] = await Promise.all([once(child, "close"), text(child.stderr)]);
  expect([exitCode, complaint]).toEqual([0, ""]);
});
