import { nameIn, titleOf } from "./state.ts";

/** What Pulumi's engine says while it works, reduced to what is shown or decided on (sdk/go/common/apitype/events.go). */
export type PulumiEvent =
  | { readonly kind: "begun" | "done"; readonly change: ResourceChange; readonly planning: boolean }
  | { readonly kind: "failed"; readonly change: ResourceChange }
  | { readonly kind: "said"; readonly severity: Severity; readonly text: string; readonly resource: string | null }
  | { readonly kind: "ended"; readonly counts: Readonly<Record<string, number>> };

/** How serious a message of the engine is. */
export type Severity = "info" | "warning" | "error";

/** One resource and what happens to it. */
export interface ResourceChange {
  /** Pulumi's word: create, update, replace, delete, same, refresh and their parts, such as create-replacement. */
  readonly operation: string;
  readonly urn: string;
  /** Pulumi's type token, such as `docker:index/container:Container`. */
  readonly type: string;
  /** What it is called on the engine, or in the program where it has no name of its own there. */
  readonly name: string;
  /** The properties this is about, as paths. */
  readonly because: readonly string[];
  /** Whether it is no longer there, as a refresh finds. */
  readonly gone: boolean;
}

/** Reads one line of `pulumi … --json`; null for what neither shows nor decides anything, "damaged" for one that was cut. */
export function readReportLine(line: string): PulumiEvent | "damaged" | null {
  if (!line.startsWith("{")) return null;
  const event = parsed(line);
  return event === null ? "damaged" : eventOf(event);
}

/** The event in one line; null where there is none. */
export function parseEvent(line: string): PulumiEvent | null {
  const read = readReportLine(line);
  return read === "damaged" ? null : read;
}

function parsed(line: string): Fields | null {
  try {
    return fields(JSON.parse(line));
  } catch {
    return null;
  }
}

function eventOf(event: Fields): PulumiEvent | null {
  if (event.resourcePreEvent !== undefined) return stepOf("begun", fields(event.resourcePreEvent));
  if (event.resOutputsEvent !== undefined) return stepOf("done", fields(event.resOutputsEvent));
  if (event.resOpFailedEvent !== undefined)
    return { kind: "failed", change: changeOf(fields(event.resOpFailedEvent).metadata) };
  if (event.diagnosticEvent !== undefined) return messageOf(fields(event.diagnosticEvent));
  if (event.summaryEvent !== undefined) return { kind: "ended", counts: countsOf(fields(event.summaryEvent)) };
  return null;
}

function stepOf(kind: "begun" | "done", step: Fields): PulumiEvent {
  return { kind, change: changeOf(step.metadata), planning: step.planning === true };
}

function changeOf(metadata: unknown): ResourceChange {
  const { op, urn, type, old, new: next, diffs, detailedDiff } = fields(metadata);
  const paths = Object.keys(fields(detailedDiff));
  const named = { type: String(type), urn: String(urn) };
  return {
    operation: String(op),
    ...named,
    name: titleOf({ ...named, name: nameOn(next) ?? nameOn(old) }) ?? nameIn(named.urn),
    because: paths.length > 0 ? paths : Array.isArray(diffs) ? diffs.map(String) : [],
    gone: next === null || next === undefined,
  };
}

function nameOn(state: unknown): string | null {
  const { inputs, outputs } = fields(state);
  const name = fields(inputs).name ?? fields(outputs).name;
  return typeof name === "string" ? name : null;
}

/** Ephemeral messages are a live view of what is repeated later; `info#err` is what a program wrote to stderr. */
function messageOf({ severity, message, ephemeral, urn }: Fields): PulumiEvent | null {
  if (ephemeral === true || typeof message !== "string" || severity === "debug") return null;
  const known: Severity = severity === "error" || severity === "warning" ? severity : "info";
  const resource = typeof urn === "string" && urn !== "" ? nameIn(urn) : null;
  return { kind: "said", severity: known, text: withoutColours(message).trim(), resource };
}

/** Pulumi marks colours as `<{%fg 1%}>` (sdk/go/common/diag/colors). */
function withoutColours(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "");
}

function countsOf({ resourceChanges }: Fields): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(fields(resourceChanges)).map(([name, count]) => [name, Number(count)]));
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
