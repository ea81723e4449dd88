import { createInterface } from "node:readline";
import { StackError } from "../../errors.ts";

/** How many of the last lines a failed build repeats. */
const REPEATED_LINES = 15;

/** Follows the engine's stream of JSON lines (Engine API, "Build an image", "Import images") to its end; a line with `error` fails. */
export async function readEngineEvents(stream: NodeJS.ReadableStream, onText: (text: string) => void): Promise<void> {
  const seen: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    const { text, error } = readEvent(line);
    if (error !== null)
      throw new StackError(`the engine stopped with: ${error}\n${seen.slice(-REPEATED_LINES).join("\n")}`);
    for (const part of text.split("\n").filter((each) => each.trim() !== "")) {
      seen.push(part);
      onText(part);
    }
  }
}

function readEvent(line: string): { readonly text: string; readonly error: string | null } {
  const event: unknown = line.trim() === "" ? {} : JSON.parse(line);
  return { text: textOf(event, "stream") ?? textOf(event, "status") ?? "", error: textOf(event, "error") };
}

function textOf(event: unknown, field: string): string | null {
  const value: unknown = typeof event === "object" && event !== null ? Reflect.get(event, field) : undefined;
  return typeof value === "string" ? value : null;
}
