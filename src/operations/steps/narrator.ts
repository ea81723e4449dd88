import type { PulumiEvent, ResourceChange } from "../../io/pulumi/events.ts";
import { kindOf } from "../up/change.ts";

/** Who is told how it goes. */
export interface Narrator {
  /** What is being done now. */
  say(text: string): void;
  /** Something that was done, and stays on the screen. */
  keep(text: string): void;
}

const words: Readonly<Record<string, { readonly now: string; readonly done: string }>> = {
  create: { now: "making", done: "made" },
  import: { now: "taking over", done: "taken over" },
  update: { now: "updating", done: "updated" },
  delete: { now: "removing", done: "removed" },
  "create-replacement": { now: "making anew", done: "made anew" },
  "delete-replaced": { now: "removing", done: "removed" },
};

/** Tells what Pulumi does, thing by thing; components and Pulumi's own records are nothing to see. */
export function narrate(event: PulumiEvent, narrator: Narrator): void {
  if (event.kind !== "begun" && event.kind !== "done") return;
  const { operation } = event.change;
  if (operation === "refresh") narrator.say("comparing what is remembered with the engine");
  const word = words[operation];
  if (word === undefined || !isSeen(event.change)) return;
  const thing = `${kindOf(event.change.type)} ${event.change.name}`;
  if (event.kind === "begun") narrator.say(`${word.now} ${thing}`);
  else narrator.keep(`  ${word.done} ${thing}`);
}

function isSeen({ type }: ResourceChange): boolean {
  return !type.startsWith("pulumi:") && !type.startsWith("chatkeep:");
}
