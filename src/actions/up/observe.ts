import { StackError, StoppedOnRequest } from "../../errors.ts";
import type { PulumiEvent } from "../../io/pulumi/events.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { KeyFacts } from "../../operations/keys/key-steps.ts";
import { hasThings } from "../../operations/ownership/facts.ts";
import { errorsOf } from "../../operations/running/failure.ts";
import { clientPorts, type Passage } from "../../operations/running/passage.ts";
import { type Preview, readPreview, surroundingsOf } from "../../operations/state/change.ts";
import type { Artifacts } from "../../operations/up/seen.ts";
import type { Step } from "../../operations/up/steps.ts";
import { imagesOf } from "../../plan/images/images.ts";
import type { Plan } from "../../plan/plan.ts";
import { declaredBy } from "../checks/declared.ts";
import type { EnforcedFacts } from "../checks/enforce.ts";
import { factsBefore } from "../checks/facts-before.ts";
import { factsOfMachine } from "../checks/facts-of-machine.ts";
import { type DnsOptions, observeDns } from "../dns/dns.ts";
import type { Session } from "../session.ts";
import type { SettledGoal } from "../stack/goal.ts";
import { askAsClient } from "../stack/passage.ts";
import { holdsKey } from "../stack/settings.ts";
import type { Situation } from "../stack/situation.ts";
import type { Gathered } from "./gather.ts";

/** What is observed once the goal is known, and that the stack is no other server's. */
export interface Look {
  readonly missingImages: readonly string[];
  /** What came of asking as a client does; null where nothing is there to be asked. */
  readonly passage: Passage | null;
  readonly dns: readonly Step[];
  /** What a refresh found and Pulumi would change; null on a clean state. */
  readonly preview: Preview | null;
  /** What checks are decided on. */
  readonly enforced: EnforcedFacts;
}

/** How `up` observes. */
export interface LookOptions extends DnsOptions {
  /** Name servers to ask instead of public ones. */
  readonly resolver?: readonly string[] | undefined;
}

/** Looks at everything else that `up` decides on: at Cloudflare, at the engine and the machine, and at Pulumi's preview, side by side. */
export async function observe(
  session: Session,
  gathered: Gathered,
  settled: SettledGoal,
  options: LookOptions,
  note: (line: string) => void,
): Promise<Look> {
  const { situation, pulumi, facts } = gathered;
  const [dns, seen, events] = await allInOrder([
    observeDns(session, settled, situation, { ...options, pulumi, note }),
    observeMachine(session, gathered, settled, options),
    isPreviewed(situation) ? runPreview(pulumi) : null,
  ]);
  const preview = events === null ? null : readPreview(events, surroundingsOf(settled.goal.plan, facts));
  return { ...seen, dns, preview };
}

/** Waits for all, so that nothing continues after a refusal; if several fail, the first in this order counts. */
async function allInOrder<Looks extends readonly [unknown, ...unknown[]]>(
  looks: Looks,
): Promise<{ -readonly [Each in keyof Looks]: Awaited<Looks[Each]> }> {
  await Promise.allSettled(looks);
  return Promise.all(looks);
}

async function observeMachine(
  session: Session,
  { situation, reached, facts }: Gathered,
  settled: SettledGoal,
  { resolver }: LookOptions,
): Promise<Omit<Look, "dns" | "preview">> {
  const { plan } = settled.goal;
  const [missingImages, passage] = await Promise.all([
    reached.stack.missingImages(imagesOf(plan)),
    askThrough(session, situation, plan, facts),
  ]);
  const resolvers = resolver ?? null;
  const declared = declaredBy(session, { settings: settled.settings, plan });
  const engine = { facts: { seen: facts }, missingImages: { seen: missingImages } };
  // Ports are tried by listening on them, so only after the requests through them have ended.
  const enforced: EnforcedFacts = isFirst(situation)
    ? { kind: "first", facts: await factsBefore(session, declared, { engine, reached, resolvers, thorough: null }) }
    : { kind: "later", facts: await factsOfMachine(session, declared, engine) };
  return { missingImages, passage, enforced };
}

/** Whether nothing of the stack is there yet. Where only its state is lost it has run. */
function isFirst({ state, ownership }: Situation): boolean {
  return !hasThings(state) && ownership.kind !== "own";
}

async function askThrough(
  session: Session,
  { engine }: Situation,
  plan: Plan,
  facts: Gathered["facts"],
): Promise<Passage | null> {
  const isThere = engine.containers.some(({ name }) => name === plan.services.proxy.name);
  return isThere ? askAsClient(session, facts, plan.hostName, clientPorts(plan)) : null;
}

function isPreviewed(situation: Situation): boolean {
  const keys = keyFacts(situation);
  return keys.stackFile === "with key" && keys.passphrase && hasThings(situation.state);
}

/** Where the master key and what belongs to it are. */
export function keyFacts({ written, source }: Pick<Situation, "written" | "source">): KeyFacts {
  return {
    stackFile: source === null ? "missing" : holdsKey(source) ? "with key" : "without key",
    salt: source !== null && /^encryptionsalt:/m.test(written.stackFile ?? ""),
    copy: written.stackFileCopy !== null,
    pendingKey: written.pendingKey !== null,
    passphrase: written.passphrase !== null,
  };
}

/** What the state folder keeps beside Pulumi's own. */
export function artifactsOf({ written }: Pick<Situation, "written">, { proxy }: Plan): Artifacts {
  return {
    authority: proxy.tls.mode !== "internal" || written.authority,
    stackFileCopy: written.stackFile === written.stackFileCopy,
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
