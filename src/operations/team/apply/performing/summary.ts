import { describeStep } from "../../../steps/table.ts";
import type { TeamStep } from "../steps.ts";
import { teamSteps } from "./table.ts";

/** How many steps of one kind are written out, before the rest is a number. */
const mostShown = 8;

/** Steps in words, kind by kind. */
export function showSteps(steps: readonly TeamStep[]): readonly string[] {
  const kinds = [...new Set(steps.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const same = steps.filter((step) => step.kind === kind);
    const shown = same.slice(0, same.length > mostShown ? mostShown - 1 : mostShown);
    const lines = shown.map((step) => describeStep(step, teamSteps));
    return [
      ...lines,
      ...(same.length > shown.length ? [`and ${same.length - shown.length} more of these: ${names[kind]}`] : []),
    ];
  });
}

/** How many of each kind, in a few words. */
export function countSteps(steps: readonly TeamStep[]): string {
  const counts = new Map<TeamStep["kind"], number>();
  for (const { kind } of steps) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${names[kind]}: ${count}`).join(", ");
}

/** What was done and what was not, of steps that a refusal ended. Those of the kind that it ended ran side by side. */
export function howFar(steps: readonly TeamStep[], done: number): string {
  const [first, rest] = [steps.slice(0, done), steps.slice(done)];
  return [
    `Stopped after ${done} of ${steps.length} steps.`,
    ...(first.length === 0 ? [] : [`  Done:      ${countSteps(first)}`]),
    `  Not done:  ${countSteps(rest)}`,
    "Run the same command again: it continues from here.",
  ].join("\n");
}

const names: Readonly<Record<TeamStep["kind"], string>> = {
  makeAccount: "accounts to make",
  renewPassword: "passwords to renew",
  reactivate: "accounts to open again",
  giveToken: "registration tokens to give",
  remember: "members to remember",
  setName: "names to set",
  makeAdmin: "administrators to make",
  freeAlias: "aliases to free",
  makeSpace: "spaces to make",
  makeRoom: "rooms to make",
  enter: "rooms to enter",
  setState: "properties of rooms to set",
  setPicture: "pictures to set",
  setJoin: "join rules to set",
  addToSpace: "rooms to show in spaces",
  takeFromSpace: "rooms to take from spaces",
  join: "people to put into rooms",
  invite: "guests to invite",
  setPowers: "rooms whose power levels to set",
  remove: "people to remove from rooms",
  takeLeave: "people who leave rooms in their own name",
  leaveOther: "other rooms to leave",
  leave: "rooms to leave",
  endAdmin: "administrators to end",
  offboard: "members to offboard",
  forget: "members to forget",
};
