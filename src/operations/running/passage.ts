import { StackError } from "../../errors.ts";
import type { Clock } from "../../io/machine/clock.ts";
import { addressAndPort } from "../../kinds/names.ts";
import type { Observed } from "../../kinds/observed.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Narrator } from "../steps/narrator.ts";

/** One published port that clients come through: the proxy's, over TLS. */
export interface PortBinding {
  /** The address that the engine publishes it on. */
  readonly address: string;
  readonly port: number;
}

/** What came of asking Synapse through the proxy, once, as a client does. */
export type Passage =
  | { readonly kind: "through" }
  | { readonly kind: "closed"; readonly why: string }
  /** Asked from another machine than the engine's, a network between them may be what does not let us through. */
  | { readonly kind: "unknown"; readonly why: string };

/** The ports that clients come through. */
export function clientPorts({ services }: Pick<Plan, "services">): readonly PortBinding[] {
  return services.proxy.ports
    .filter(({ internal }) => internal === 443)
    .map(({ address, external }) => ({ address, port: external }));
}

/**
 * Where to knock for a port of an engine on this machine (`machine` is null) or on another: every address is also loopback's, and
 * a loopback address is its own machine's alone, so null from elsewhere.
 */
export function addressToAsk(address: string, machine: string | null): string | null {
  const isEvery = address === "0.0.0.0" || address === "::";
  if (machine === null) return address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  if (isEvery) return machine;
  return address === "::1" || address.startsWith("127.") ? null : address;
}

/** The machine that an engine's address names; null for a socket. */
export function machineIn(dockerHost: string | undefined): string | null {
  if (dockerHost === undefined || !/^(ssh|tcp):\/\/./.test(dockerHost) || !URL.canParse(dockerHost)) return null;
  return new URL(dockerHost).hostname.replace(/^\[|\]$/g, "") || null;
}

/** Judges an answer at a port. Any answer but a good one is the server's own; no answer is so only where nothing lies between. */
export function judgePassage(answer: Observed<{ readonly status: number }>, isEngineHere: boolean): Passage {
  if ("seen" in answer) {
    const { status } = answer.seen;
    return status === 200 ? { kind: "through" } : { kind: "closed", why: `the answer is ${status}` };
  }
  return { kind: isEngineHere ? "closed" : "unknown", why: answer.unseen };
}

/** The worst of several: one closed port decides. */
export function worstOf(passages: readonly Passage[]): Passage {
  const closed = passages.find(({ kind }) => kind === "closed");
  return closed ?? passages.find(({ kind }) => kind === "unknown") ?? { kind: "through" };
}

/** How long a client may need to connect after all services are healthy, in seconds. */
const patience = 60;
const everySecond = 1_000;

/** What asking needs of the world. */
export interface PassageWorld {
  readonly clock: Clock;
  readonly narrator: Pick<Narrator, "keep">;
  /** Asks through each of the proxy's ports once; the worst counts. */
  askAsClient(hostName: string, ports: readonly PortBinding[]): Promise<Passage>;
}

/** Sends requests as a client does until one succeeds; if this machine cannot know, that is reported and accepted. */
export async function awaitPassage(
  {
    stack,
    hostName,
    ports,
  }: { readonly stack: string; readonly hostName: string; readonly ports: readonly PortBinding[] },
  { askAsClient, clock, narrator }: PassageWorld,
): Promise<void> {
  const deadline = clock.now().getTime() + patience * 1_000;
  for (;;) {
    const passage = await askAsClient(hostName, ports);
    if (passage.kind === "through") return;
    if (passage.kind === "unknown") return narrator.keep(`Not checked as a client from here: ${passage.why}`);
    if (clock.now().getTime() >= deadline) throw closed(passage.why, ports, stack);
    await clock.pause(everySecond);
  }
}

function closed(why: string, ports: readonly PortBinding[], stack: string): StackError {
  const [binding] = ports;
  const where = ports.map(({ address, port }) => addressAndPort(address, port)).join(", ");
  const message = `Every service is healthy, but clients do not reach Synapse through ${where}: ${why}`;
  const next = [
    `Read the proxy's log:  npx chatkeep logs proxy --stack ${stack}`,
    `See which program uses the port:  ss -ltnp 'sport = :${binding?.port}'`,
    "If a firewall was loaded after Docker, Docker's own rules are missing: restart Docker (systemctl restart docker), then run the same command again.",
  ];
  return new StackError(message, { next: next.join("\n") });
}
