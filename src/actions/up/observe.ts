import { StackError, StoppedOnRequest } from "../../errors.ts";
import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import type { PulumiEvent } from "../../io/pulumi/events.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { KeyFacts } from "../../operations/keys/key-steps.ts";
import { hasThings } from "../../operations/ownership/facts.ts";
import type { Ownership } from "../../operations/ownership/judge.ts";
import { errorsOf } from "../../operations/running/failure.ts";
import { clientPorts } from "../../operations/running/passage.ts";
import { type Preview, readPreview, surroundingsOf } from "../../operations/state/change.ts";
import type { Artifacts, Leftovers, Seen } from "../../operations/up/seen.ts";
import { imagesOf } from "../../plan/images/images.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Session } from "../session.ts";
import { type ReachedEngine, reachEngine } from "../stack/engine.ts";
import type { SettledGoal } from "../stack/goal.ts";
import { askAsClient } from "../stack/passage.ts";
import { readState } from "../stack/read-state.ts";
import { holdsKey } from "../stack/settings.ts";

/** What was looked at: all that is decided on, and what a refresh found. */
export interface Look {
  readonly seen: Seen;
  readonly drift: Preview["drift"];
  readonly engine: ReachedEngine;
  readonly facts: EngineFacts;
}

/** Looks at everything `up` decides on, while Pulumi's preview runs. */
export async function observe(
  session: Session,
  { goal, source }: SettledGoal,
  pulumi: Pulumi,
  leftovers: Leftovers,
  ownership: Ownership,
): Promise<Look> {
  const [keys, state] = await Promise.all([keyFacts(session, source), readState(session)]);
  const isPreviewed = keys.stackFile === "with key" && keys.passphrase && hasThings(state);
  const [events, { engine, facts, ...found }] = await Promise.all([
    isPreviewed ? runPreview(pulumi) : null,
    observeEngine(session, goal.plan),
  ]);
  const preview = events === null ? null : readPreview(events, surroundingsOf(goal.plan, facts));
  const artifacts = await readArtifacts(session, goal.plan);
  const changes = preview?.changes ?? null;
  const seen: Seen = {
    keys,
    state,
    engine: found.observation,
    ownership,
    leftovers,
    missingImages: found.missing,
    artifacts,
    passage: found.passage,
    changes,
  };
  return { seen, drift: preview?.drift ?? [], engine, facts };
}

async function observeEngine(session: Session, plan: Plan) {
  const engine = await reachEngine(session);
  const [observation, missing, facts] = await Promise.all([
    engine.stack.observe(),
    engine.stack.missingImages(imagesOf(plan)),
    engine.stack.facts(),
  ]);
  const isThere = observation.containers.some(({ name }) => name === plan.services.proxy.name);
  const passage = isThere ? await askAsClient(session, engine.stack, plan.hostName, clientPorts(plan)) : null;
  return { engine, observation, missing, facts, passage };
}

async function keyFacts({ files, paths }: Session, source: SettledGoal["source"]): Promise<KeyFacts> {
  const text = await files.read(paths.stackFile);
  return {
    stackFile: source === null ? "missing" : holdsKey(source) ? "with key" : "without key",
    salt: source !== null && /^encryptionsalt:/m.test(text ?? ""),
    copy: await files.has(paths.stackFileCopy),
    pendingKey: await files.has(paths.pendingKey),
    passphrase: await files.has(paths.passphrase),
  };
}

async function readArtifacts({ files, paths }: Session, { proxy }: Plan): Promise<Artifacts> {
  const [stackFile, copy] = await Promise.all([files.read(paths.stackFile), files.read(paths.stackFileCopy)]);
  return {
    authority: proxy.tls.mode !== "internal" || (await files.has(paths.authority)),
    stackFileCopy: stackFile === copy,
  };
}

/** What Pulumi would change. A Ctrl-C ends the observation, and is no fault of Pulumi's. */
export async function runPreview(pulumi: Pick<Pulumi, "preview">): Promise<readonly PulumiEvent[]> {
  const events: PulumiEvent[] = [];
  const outcome = await pulumi.preview((event) => void events.push(event));
  if (outcome.interrupted)
    throw new StoppedOnRequest("Stopped on request. Nothing was changed", {
      next: "Run the same command again.",
    });
  if (outcome.succeeded) return events;
  throw new StackError(errorsOf(outcome, events).join("\n\n"), {
    next: "Nothing was changed. Correct the cause, then run the same command again.",
  });
}
