import { styleText } from "node:util";

/** Text in a colour, where the stream it is for is a terminal that wants colour. */
export function coloured(
  colour: "green" | "yellow" | "red" | "magenta",
  text: string,
  stream: NodeJS.WriteStream = process.stdout,
): string {
  return styleText(colour, text, { stream });
}
