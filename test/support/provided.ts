import type { StackRecord } from "./stack.ts";

declare module "vitest" {
  /** What test/live/setup.ts hands to every live test. */
  interface ProvidedContext {
    readonly mainStack: StackRecord;
  }
}
