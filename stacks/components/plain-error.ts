import * as pulumi from "@pulumi/pulumi";

/** An error that is a person's to correct, not a fault of ours: Pulumi prints an error's stack where there is one, so this one's is its text. */
export function plainError(text: string): Error {
  return Object.assign(new pulumi.RunError(text), { stack: text });
}
