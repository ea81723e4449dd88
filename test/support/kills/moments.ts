import type { Step } from "../../../src/operations/up/steps.ts";

/** A call of the command line at which its process stops itself. */
export interface StopPoint {
  /** `append` stops before it, `rename` and `request` too, `spawn` once the program is there. */
  readonly call: "append" | "rename" | "request" | "spawn";
  /** Stands in the text that is appended, ends the new name (a `$` after it), or is among the program's words, or in the request's path. */
  readonly about: string;
  /** Which one of several; the first, unless it says otherwise. */
  readonly occurrence?: number;
}

/** What a Pulumi resource of the stack is on the engine. */
export type Thing = "volume" | "network" | "container";

/** When a blow falls. */
export type When =
  /** A step is done, and its line is not in the journal yet. */
  | { readonly at: "step"; readonly step: Step["kind"]; readonly occurrence?: number }
  /** A file has been written under a temporary name, and not been renamed yet. */
  | { readonly at: "half-written"; readonly step: Step["kind"]; readonly file: string; readonly occurrence?: number }
  /** Pulumi has just been started for a step: it runs, and has been told nothing yet by stdin. */
  | { readonly at: "asked"; readonly step: Step["kind"] | "preview"; readonly words: string }
  /** The request to make it is on its way to the engine, which gets it once the blow has fallen. */
  | { readonly at: "requested"; readonly thing: Thing; readonly role: string }
  /** Pulumi has begun this and is not done with it. */
  | { readonly at: "begun"; readonly operation: Operation; readonly thing: Thing; readonly role: string }
  /** The engine has been asked to stop this container: its process has got the signal. */
  | { readonly at: "stopping"; readonly operation: Operation; readonly thing: "container"; readonly role: string }
  /** Pulumi has just said that this is done. */
  | { readonly at: "done"; readonly operation: Operation; readonly thing: Thing; readonly role: string }
  /** The engine has it, Pulumi's checkpoint does not know it. */
  | { readonly at: "ahead"; readonly operation: Operation; readonly thing: Thing; readonly role: string }
  /** The engine has it no more, Pulumi's checkpoint still lists it. */
  | { readonly at: "behind"; readonly operation: Operation; readonly thing: Thing; readonly role: string };

/** Pulumi's word for what happens to a resource. */
export type Operation = "create" | "create-replacement" | "delete-replaced" | "delete";

/** One `kill -9`. */
export interface Blow {
  /** The command line alone, or every process of the run. */
  readonly victim: "command line" | "group";
  readonly when: When;
}

/** What is done, and where it is killed: more than one blow strikes one `up` after the other. */
export interface Moment {
  readonly scenario: "first deployment" | "change";
  readonly blows: readonly Blow[];
  /** The setting whose change is interrupted; in a first deployment there is none. */
  readonly change?: "memory" | "ports";
  /** What Pulumi had emptied and not written yet: a gap too short to be aimed at, so it is emptied after the blow. */
  readonly emptied?: "stack file" | "checkpoint's attributes";
  /** Whether the setting is put back before the next `up`. */
  readonly isTakenBack?: boolean;
}

const alone = (when: When): Blow => ({ victim: "command line", when });
const group = (when: When): Blow => ({ victim: "group", when });
const first = (...blows: readonly Blow[]): Moment => ({ scenario: "first deployment", blows });
const memory = (...blows: readonly Blow[]): Moment => ({ scenario: "change", change: "memory", blows });
const ports = (...blows: readonly Blow[]): Moment => ({ scenario: "change", change: "ports", blows });

const step = (kind: Step["kind"], occurrence = 1): When => ({ at: "step", step: kind, occurrence });
const resource =
  (at: "begun" | "done" | "ahead" | "behind", operation: Operation) =>
  (thing: Thing, role = ""): When => ({ at, operation, thing, role });
const making = resource("begun", "create");
const asking = (thing: Thing, role = ""): When => ({ at: "requested", thing, role });
const isMade = resource("ahead", "create");
const remaking = resource("begun", "create-replacement");
const isRemade = resource("ahead", "create-replacement");
const takingDown = resource("begun", "delete-replaced");
const stopping = (role: string): When => ({ at: "stopping", operation: "delete-replaced", thing: "container", role });
const isDown = resource("behind", "delete-replaced");
const deleting = resource("begun", "delete");
const isDeleted = resource("behind", "delete");

/** Every moment at which `up` is killed. Volumes and networks are never replaced by `up`: their names and labels stay. */
export const moments: readonly Moment[] = [
  first(
    group({ at: "half-written", step: "makeMasterKey", file: "master-key.pending" }),
    alone(step("removeUnfinished")),
  ),
  first(alone(step("makeMasterKey"))),
  first(group(step("writePassphrase"))),
  first(alone({ at: "asked", step: "initStack", words: "stack init" })),
  first(group({ at: "asked", step: "initStack", words: "stack init" })),
  first(group(step("initStack"))),
  first(group(step("writeSetting"))),
  first(alone({ at: "asked", step: "storeMasterKey", words: "config set --secret" })),
  { ...first(group({ at: "asked", step: "storeMasterKey", words: "config set --secret" })), emptied: "stack file" },
  first(group(step("storeMasterKey"))),
  first(alone(step("keepStackFile", 2))),
  first(group(step("dropPendingKey"))),
  first(group(asking("volume"))),
  first(alone(asking("volume"))),
  first(
    group(asking("volume")),
    group({ at: "asked", step: "clearPendingCreations", words: "--clear-pending-creates" }),
  ),
  first(alone(asking("network"))),
  first(group(asking("network")), group(step("removeNetwork"))),
  first(group(making("container", "installer"))),
  first(group(isMade("container", "installer"))),
  first(alone(making("container", "postgres"))),
  first(group(isMade("container", "postgres")), group(step("takeOverLock")), alone(step("removeContainer"))),
  first(group(isMade("container", "synapse"))),
  first(group(resource("done", "create")("container", "synapse"))),
  first(group(step("apply"))),
  first(alone(step("awaitHealth"))),
  first(alone(step("askAsClient"))),
  first(group(step("saveAuthority"))),
  memory(alone({ at: "asked", step: "preview", words: "preview --refresh" })),
  memory(alone({ at: "asked", step: "apply", words: "up --skip-preview" })),
  memory(group(making("container", "installer"))),
  memory(group(takingDown("container", "synapse"))),
  memory(group(isDown("container", "postgres"))),
  memory(alone(remaking("container", "postgres"))),
  memory(group(isRemade("container", "postgres"))),
  memory(group(remaking("container", "synapse"))),
  memory(alone(isRemade("container", "synapse"))),
  memory(group(deleting("container", "installer"))),
  memory(group(isDeleted("container", "installer"))),
  memory(group(step("apply"))),
  { ...memory(group(remaking("container", "synapse"))), emptied: "checkpoint's attributes" },
  memory(group({ at: "half-written", step: "keepStackFile", file: ".yaml" })),
  ports(group(takingDown("container", "proxy"))),
  { ...ports(group(stopping("proxy"))), isTakenBack: true },
  ports(group(remaking("container", "proxy"))),
];

/** A moment in words. */
export function describeMoment({ scenario, change, blows, emptied, isTakenBack }: Moment): string {
  const what = change === undefined ? scenario : `${scenario} of ${change}`;
  const struck = blows.map(({ victim, when }) => `${victim} ${describeWhen(when)}`).join(", then ");
  return `${what}: ${struck}${emptied === undefined ? "" : `, the ${emptied} emptied`}${isTakenBack ? ", and the change is taken back" : ""}`;
}

/** When a blow falls, in words. */
export function describeWhen(when: When): string {
  switch (when.at) {
    case "step":
      return `after ${when.step}, not recorded`;
    case "half-written":
      return `in ${when.step}, ${when.file} half-written`;
    case "asked":
      return `as Pulumi begins \`${when.words}\` (${when.step})`;
    case "requested":
      return `with a request to create ${thingText(when)} under way`;
    case "begun":
      return `during ${when.operation} of ${thingText(when)}`;
    case "stopping":
      return `in ${when.operation} of ${thingText(when)}, which is stopping`;
    case "done":
      return `as ${when.operation} of ${thingText(when)} is done`;
    case "ahead":
      return `in ${when.operation} of ${thingText(when)}, on the engine and not in the checkpoint`;
    case "behind":
      return `in ${when.operation} of ${thingText(when)}, gone from the engine and still in the checkpoint`;
    default:
      return when satisfies never;
  }
}

function thingText({ thing, role }: { readonly thing: Thing; readonly role: string }): string {
  return role === "" ? `a ${thing}` : `the ${thing} ${role}`;
}

/** Where the command line is to stop itself; null where Pulumi is what is watched. */
export function stopPointOf(when: When): StopPoint | null {
  const occurrence = "occurrence" in when ? (when.occurrence ?? 1) : 1;
  switch (when.at) {
    case "step":
      return { call: "append", about: `"step":"${when.step}"`, occurrence };
    case "half-written":
      return { call: "rename", about: `${when.file}$`, occurrence };
    case "asked":
      return { call: "spawn", about: when.words };
    default:
      return null;
  }
}
