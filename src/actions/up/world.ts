import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import type { Narrator } from "../../operations/steps/narrator.ts";
import type { World } from "../../operations/up/steps.ts";
import type { Session } from "../session.ts";
import type { ReachedEngine } from "../stack/engine.ts";
import { askAsClient } from "../stack/passage.ts";
import { makeImages } from "./make-images.ts";

/** What a command on a stack can use once it has the lock. */
interface Means {
  readonly engine: ReachedEngine;
  readonly pulumi: Pulumi;
  readonly journal: Journal;
}

/** Everything that steps are performed on. */
export function worldOf(session: Session, { engine, pulumi, journal }: Means, narrator: Narrator): World {
  const { files, clock, processes, paths } = session;
  return {
    files,
    clock,
    processes,
    engine: engine.stack,
    pulumi,
    narrator,
    journal,
    cloudflare: async () => (await import("../dns/dns.ts")).connect(session, pulumi, { isStored: true }),
    askAsClient: async (hostName, ports) => askAsClient(session, await engine.stack.facts(), hostName, ports),
    makeImages: (images, say) => makeImages(engine.client, images, { cacheFolder: paths.cache, say }),
  };
}
