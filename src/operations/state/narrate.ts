import type { PulumiEvent } from "../../io/pulumi/events.ts";
import type { Narrator } from "../steps/narrator.ts";
import { isReal, kindOf } from "./change.ts";

const words: Readonly<Record<string, { readonly now: string; readonly done: string }>> = {
  create: { now: "making", done: "made" },
  import: { now: "taking over", done: "taken over" },
  update: { now: "updating", done: "updated" },
  delete: { now: "removing", done: "removed" },
  "create-replacement": { now: "replacing", done: "replaced" },
  "delete-replaced": { now: "removing", done: "removed" },
};

/** Tells what Pulumi does, thing by thing; components and Pulumi's own records are nothing to see. */
export function narrate(event: PulumiEvent, narrator: Narrator): void {
  if (event.kind !== "begun" && event.kind !== "done") return;
  const { operation } = event.change;
  if (operation === "refresh") narrator.say("comparing Pulumi's state with the engine");
  const word = words[operation];
  if (word === undefined || !isReal(event.change)) return;
  const thing = `${kindOf(event.change.type)} ${event.change.name}`;
  if (event.kind === "begun") narrator.say(`${word.now} ${thing}`);
  else narrator.keep(`  ${word.done} ${thing}`);
}
