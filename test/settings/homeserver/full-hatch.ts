import fc from "fast-check";
import type { Json, JsonObject } from "../../../src/kinds/json.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { problemsWhen } from "../read.ts";
import { anyOption } from "./any-option.ts";

/** Nearly every option that the escape hatch takes, at once, each with a value that it takes. It is not made smaller when a test fails: that takes minutes. */
export const fullHatch: fc.Arbitrary<JsonObject> = fc.noShrink(
  fc
    .record(anyOption as Record<string, fc.Arbitrary<Json>>)
    .map((options) => withoutConflicts(Object.fromEntries(Object.entries(options).filter(isTaken)))),
);

function isTaken([name, value]: readonly [string, Json]): boolean {
  return refusedIn({ [name]: value }).length === 0;
}

/** What is refused beside the others is left out. */
function withoutConflicts(options: JsonObject): JsonObject {
  const refused = refusedIn(options);
  if (refused.length === 0) return options;
  return withoutConflicts(Object.fromEntries(Object.entries(options).filter(([name]) => !refused.includes(name))));
}

function refusedIn(homeserver: JsonObject): readonly string[] {
  const keys = problemsWhen(() => exampleSettings({ homeserver })).map(({ key }) => key);
  return keys.map((key) => /^chatkeep:homeserver\.(\w+)/.exec(key)?.[1] ?? "");
}
