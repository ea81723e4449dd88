import { onThisStack } from "../../actions/session.ts";

/** Commands that concern no stack: those that a member runs on their own machine, and those of images. */
const withoutStack = /^(export|images|recovery check-key)\b/;

/**
 * Completes the commands of a text, so that each is about this stack: who decides a message does not always know which one it is. A
 * command ends where its backticks do, at two spaces, or with the line.
 */
export function namingStack(text: string, stack: string): string {
  return text.replace(/npx chatkeep ([a-z][^`\n]*?)(?=`| {2}|\n|$)/g, (whole, words: string) =>
    words.includes("--stack") || withoutStack.test(words) ? whole : onThisStack(words, stack),
  );
}

/** The stack that a command line is about; the usual one where it names none. */
export function stackIn(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): string {
  const at = args.indexOf("--stack");
  const named = at === -1 ? args.find((each) => each.startsWith("--stack="))?.slice("--stack=".length) : args[at + 1];
  return named ?? environment.CHATKEEP_STACK ?? "local";
}
