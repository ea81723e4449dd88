import { styleText } from "node:util";
import type { Change } from "../../operations/state/change.ts";
import { describeStep } from "../../operations/steps/table.ts";
import { type Step, steps as table } from "../../operations/up/steps.ts";

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
  return coloured(`  ${signs[action]} ${action.padEnd(7)} ${what.padEnd(9)} ${name}`, colours[action]) + why;
}

/** What is done beside the changes themselves, one line each. */
export function showSteps(steps: readonly Step[]): string {
  return steps
    .filter(({ kind }) => kind !== "apply")
    .map((step) => `  · ${describeStep(step, table)}`)
    .join("\n");
}

/** Colour for stderr, where it is a terminal that wants colour. */
function coloured(text: string, colour: "green" | "yellow" | "red"): string {
  return styleText(colour, text, { stream: process.stderr });
}
