import type { SignedIn } from "../../../src/io/matrix/client.ts";
import type { Sources } from "../stack/sources.ts";
import type { StackRecord } from "../stack/stack.ts";
import { forgetStack } from "../stack/sweep.ts";
import { startWebsite, type Website } from "./internet/website.ts";
import { holdPoll, type LongPoll } from "./long-poll.ts";
import { signInByName } from "./server.ts";
import { bootAmber, bootBirch, bootCedar, bootDune, zones } from "./servers.ts";
import { type CertificateWatch, watchCertificate } from "./watch-certificate.ts";
import { makeWorld, type World } from "./world.ts";

/** A world with four servers of chatkeep's and their members, and what goes on there from the beginning. */
export interface Scene {
  readonly world: World;
  readonly stacks: Readonly<Record<"amber" | "birch" | "cedar" | "dune", StackRecord>>;
  readonly people: Readonly<Record<"ana" | "ben" | "cleo" | "dora" | "dan" | "dot", SignedIn>>;
  /** At cedar.test. */
  readonly website: Website;
  /** On dune.test, whose certificates last for minutes: someone looks at them, and dot waits for something to happen. */
  readonly watch: CertificateWatch;
  readonly poll: LongPoll;
  remove(): Promise<void>;
}

/** How long dune's certificates are good: a third before the end they are renewed, which leaves a slow machine a minute. */
const briefSeconds = 210;

/** Boots it from the sources of a stack that is up; where that fails, nothing of it stays. */
export async function bootScene(sources: Sources): Promise<Scene> {
  const cleanup = new AsyncDisposableStack();
  try {
    const start = performance.now();
    const booted = await boot(sources, cleanup);
    console.log(`A world with four servers came up in ${((performance.now() - start) / 1_000).toFixed(1)} s.`);
    return { ...booted, remove: () => cleanup.disposeAsync() };
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}

async function boot(sources: Sources, cleanup: AsyncDisposableStack): Promise<Omit<Scene, "remove">> {
  const world = await makeWorld(sources, { zones, briefSeconds });
  cleanup.defer(() => world.remove());
  const kept = async (stack: Promise<StackRecord>) => {
    const booted = await stack;
    cleanup.defer(() => forgetStack(booted));
    return booted;
  };
  const member = async (stack: StackRecord, name: string) => {
    const client = await signInByName(world, stack, name);
    cleanup.defer(() => client.stop());
    return client;
  };
  const dune = await kept(bootDune(world));
  const watch = watchCertificate(world, "dune.test");
  cleanup.defer(() => watch.stop());
  const dot = await member(dune, "dot");
  const poll = await holdPoll(dot);
  const [amber, birch, cedar] = await allEnded(kept(bootAmber(world)), kept(bootBirch(world)), kept(bootCedar(world)));
  const website = await startWebsite(world, cedar);
  const people = {
    dot,
    dora: await member(dune, "dora"),
    dan: await member(dune, "dan"),
    ana: await member(amber, "ana"),
    ben: await member(birch, "ben"),
    cleo: await member(cedar, "cleo"),
  };
  return { world, stacks: { amber, birch, cedar, dune }, people, website, watch, poll };
}

/** All side by side; a failure is thrown when the others have ended too, so that nothing comes up after the cleanup. */
async function allEnded<Each extends readonly Promise<unknown>[]>(...begun: Each) {
  await Promise.allSettled(begun);
  return await Promise.all(begun);
}
