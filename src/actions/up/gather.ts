import type { EngineFacts } from "../../io/docker/engine-facts.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import { readToolchain, type Toolchain } from "../../io/pulumi/toolchain.ts";
import type { Session } from "../session.ts";
import type { KnownDeclaration } from "../stack/declaration.ts";
import { type ReachedEngine, reachEngine } from "../stack/engine.ts";
import { lookingPulumi } from "../stack/pulumi.ts";
import { gatherSituation, type Situation } from "../stack/situation.ts";
import { hasOfficialImages, imageSourceFor, isSourceOpen, type Sources } from "../stack/sources.ts";

/** What `up` finds before it knows what to reach: enough to say whose the stack is. */
export interface Gathered {
  readonly situation: Situation;
  readonly reached: ReachedEngine;
  readonly facts: EngineFacts;
  readonly toolchain: Toolchain;
  readonly pulumi: Pulumi;
  /** null where it is settled already where images and plugins come from. */
  readonly sources: Sources | null;
}

/** Reaches the engine once and asks it side by side. */
export async function gather(session: Session, declaration: KnownDeclaration): Promise<Gathered> {
  const toolchain = await readToolchain(session.files, session.paths.toolchain);
  const reached = await reachEngine(session);
  const isOpen = declaration.basis === null || isSourceOpen(declaration.basis);
  const [pulumi, situation, facts, hasOfficial] = await Promise.all([
    lookingPulumi(session, toolchain, declaration),
    gatherSituation(session, declaration, reached),
    reached.stack.facts(),
    isOpen ? hasOfficialImages(reached.client) : null,
  ]);
  const sources =
    hasOfficial === null ? null : { imageSource: imageSourceFor(hasOfficial), pluginSource: toolchain.plugins };
  return { situation, reached, facts, toolchain, pulumi, sources };
}
