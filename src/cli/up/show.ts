import type { Change } from "../../operations/state/change.ts";
import { describeStep } from "../../operations/steps/table.ts";
import { type Step, steps as table } from "../../operations/up/steps.ts";
import { coloured } from "../terminal/coloured.ts";

const signs = { create: "+", adopt: "=", update: "~", replace: "±", delete: "-" } as const;
const colours = { create: "green", adopt: "yellow", update: "yellow", replace: "yellow", delete: "red" } as const;

/** What changes on the engine, one line each; what is replaced or deleted says why. */
export function showChanges(changes: readonly Change[]): string {
  return changes.map(showChange).join("\n");
}

function showChange({ action, what, name, because }: Change): string {
  const why =
    action === "adopt"
      ? "  (exists already, with data)"
      : action === "create" || because.length === 0
        ? ""
        : `  (${because.join(", ")})`;
  const line = `  ${signs[action]} ${action.padEnd(7)} ${what.padEnd(9)} ${name}`;
  return coloured(colours[action], line, process.stderr) + why;
}

/** What is done beside the changes themselves, one line each. */
export function showSteps(steps: readonly Step[]): string {
  return steps
    .filter(({ kind }) => kind !== "apply")
    .map((step) => `  · ${describeStep(step, table)}`)
    .join("\n");
}
