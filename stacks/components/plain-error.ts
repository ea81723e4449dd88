import * as pulumi from "@pulumi/pulumi";

/** An error that a person can correct, not a fault in chatkeep: Pulumi prints an error's stack, so this error's stack is its text. */
export function plainError(text: string): Error {
  return Object.assign(new pulumi.RunError(text), { stack: text });
}
