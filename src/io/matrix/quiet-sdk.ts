import { type Logger, logger } from "matrix-js-sdk/lib/logger.js";

/** A logger that says nothing: the library reports every request, and a test's failure speaks for itself. */
export const silent: Logger = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  getChild: () => silent,
};

/** Some parts of the library always use its global logger; it gets its methods from this factory. */
export function silenceGlobalLogger(): void {
  Object.assign(logger, { methodFactory: () => () => undefined });
  if ("rebuild" in logger && typeof logger.rebuild === "function") logger.rebuild();
}
