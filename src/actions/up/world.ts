import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { journalIn } from "../../operations/steps/journal.ts";
import type { Narrator } from "../../operations/steps/narrator.ts";
import type { World } from "../../operations/up/steps.ts";
import type { Session } from "../session.ts";
import type { ReachedEngine } from "../stack/engine.ts";
import { askAsClient } from "../stack/passage.ts";
import { makeImages } from "./make-images.ts";

/** Everything that steps are performed on. */
export function worldOf(
  session: Session,
  { engine, pulumi }: { readonly engine: ReachedEngine; readonly pulumi: Pulumi },
  narrator: Narrator,
): World {
  const { files, clock, processes, paths } = session;
  return {
    files,
    clock,
    processes,
    engine: engine.stack,
    pulumi,
    narrator,
    journal: journalIn(session, paths.journal, session),
    cloudflare: async () => (await import("../dns/dns.ts")).connect(session, pulumi, { isStored: true }),
    askAsClient: (hostName, ports) => askAsClient(session, engine.stack, hostName, ports),
    makeImages: (images, say) => makeImages(engine.client, images, { cacheFolder: paths.cache, say }),
  };
}
