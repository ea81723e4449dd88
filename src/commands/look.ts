import { StackError } from "../errors.ts";
import type { Pulumi } from "../io/pulumi.ts";
import type { PulumiEvent } from "../io/pulumi-events.ts";
import { type PulumiState, parsePulumiState } from "../io/pulumi-state.ts";
import { type Preview, readPreview } from "../operations/change.ts";
import { errorsOf } from "../operations/failure.ts";
import type { Keepsakes, KeyFacts, Leftovers, Seen } from "../operations/seen.ts";
import type { Plan } from "../plan/plan.ts";
import type { ReachedEngine } from "./engine.ts";
import type { SettledGoal } from "./goal.ts";
import type { Session } from "./session.ts";
import { holdsKey } from "./settings.ts";

/** What was looked at: all that is decided on, and what a refresh found. */
export interface Look {
  readonly seen: Seen;
  readonly drift: Preview["drift"];
}

/** Looks at everything `up` decides on. Pulumi's preview takes longest, so the rest is looked at meanwhile. */
export async function look(
  session: Session,
  { goal, source }: SettledGoal,
  { stack: engine }: ReachedEngine,
  pulumi: Pulumi,
  leftovers: Leftovers,
): Promise<Look> {
  const [keys, state] = await Promise.all([keyFacts(session, source), readState(session)]);
  const isPreviewed = keys.stackFile === "with key" && keys.passphrase && hasThings(state);
  const [preview, observation, missing, keepsakes] = await Promise.all([
    isPreviewed ? runPreview(pulumi) : null,
    engine.observe(),
    engine.missingImages(imagesOf(goal.plan)),
    readKeepsakes(session, goal.plan),
  ]);
  const seen = {
    keys,
    state,
    engine: observation,
    leftovers,
    missingImages: missing,
    keepsakes,
    changes: preview?.changes ?? null,
  };
  return { seen, drift: preview?.drift ?? [] };
}

/** Reads Pulumi's state from its file; null when the stack has none. */
export async function readState({ files, paths }: Session): Promise<PulumiState | null> {
  const text = await files.read(paths.checkpoint);
  return text === null ? null : parsePulumiState(text);
}

/** Whether the state knows of anything on the engine. */
export function hasThings(state: PulumiState | null): boolean {
  return state?.resources.some(({ type }) => type.startsWith("docker:")) ?? false;
}

async function keyFacts({ files, paths }: Session, source: SettledGoal["source"]): Promise<KeyFacts> {
  const text = await files.read(paths.stackFile);
  return {
    stackFile: source === null ? "missing" : holdsKey(source) ? "with key" : "without key",
    salt: /^encryptionsalt:/m.test(text ?? ""),
    copy: await files.has(paths.stackFileCopy),
    pendingKey: await files.has(paths.pendingKey),
    passphrase: await files.has(paths.passphrase),
  };
}

async function readKeepsakes({ files, paths }: Session, { proxy }: Plan): Promise<Keepsakes> {
  const [stackFile, copy] = await Promise.all([files.read(paths.stackFile), files.read(paths.stackFileCopy)]);
  return {
    authority: proxy.tls.mode !== "internal" || (await files.has(paths.authority)),
    stackFileCopy: stackFile === copy,
  };
}

function imagesOf({ services, installer }: Plan): readonly string[] {
  return [installer.image, ...Object.values(services).map(({ image }) => image)];
}

async function runPreview(pulumi: Pulumi): Promise<Preview> {
  const events: PulumiEvent[] = [];
  const outcome = await pulumi.preview((event) => void events.push(event));
  if (outcome.succeeded) return readPreview(events);
  throw new StackError(errorsOf(outcome, events).join("\n\n"), {
    next: "Nothing was changed. Correct what it says, then run the same command again.",
  });
}
