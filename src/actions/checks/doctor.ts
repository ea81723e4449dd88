import type { Cloudflare } from "../../io/cloudflare/cloudflare.ts";
import { observeWithin } from "../../io/probes/observe.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import type { Observed } from "../../kinds/observed.ts";
import type { Secret } from "../../kinds/secret.ts";
import { type Finding, runChecks } from "../../operations/checks/finding.ts";
import { checksBefore } from "../../operations/checks/registry.ts";
import { imagesOf } from "../../plan/images/images.ts";
import type { Plan } from "../../plan/plan.ts";
import { cloudflareToken } from "../../settings/issued-secrets.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { connect } from "../dns/dns.ts";
import { givenIssued } from "../issued-secrets.ts";
import type { Session } from "../session.ts";
import { type ReachedEngine, reachEngine } from "../stack/engine.ts";
import { lookingPulumi } from "../stack/pulumi.ts";
import { holdsKey, type Settled, settingsOf, settle, understand } from "../stack/settings.ts";
import type { Situation } from "../stack/situation.ts";
import { hasOfficialImages, imageSourceFor } from "../stack/sources.ts";
import { readWritten } from "../stack/written.ts";
import { withProgress } from "../terminal.ts";
import { declaredBy } from "./declared.ts";
import { factsBefore } from "./facts-before.ts";

/** Who is asked, and with what. */
export interface DoctorWishes {
  /** Name servers to ask instead of public ones. */
  readonly resolver: readonly string[] | undefined;
  readonly cloudflareTokenFile: string | undefined;
}

/** Checks what would stop `up` or a public server. Changes nothing. */
export async function examineBefore(
  session: Session,
  wishes: DoctorWishes,
): Promise<{ readonly plan: Plan; readonly findings: readonly Finding[] }> {
  const written = await readWritten(session);
  const source = await settingsOf(written, session);
  const settled = await settle(session, source); // what is written wrong is said before anyone is asked
  const given = await givenIssued(session, cloudflareToken, wishes);
  return withProgress(session.terminal, "observing the machine", async () => {
    const reached = await observeWithin(20_000, () => reachEngine(session));
    const { settings, plan } = await settledAsUpWould(session, source, settled, reached);
    const engine = await observeEngine(reached, imagesOf(plan));
    const thorough = { cloudflare: () => connectWithToken(session, { written, source }, given) };
    const how = { ...engine, resolvers: wishes.resolver ?? null, thorough };
    const facts = await factsBefore(session, declaredBy(session, { settings, plan }), how);
    return { plan, findings: runChecks(checksBefore, facts) };
  });
}

/** Where images come from is chosen by the first `up`, so until then it is here what that would choose. */
async function settledAsUpWould(
  session: Session,
  source: SettingsSource,
  settled: Settled,
  reached: Observed<ReachedEngine>,
): Promise<Settled> {
  if (source.values.imageSource !== undefined || holdsKey(source) || !("seen" in reached)) return settled;
  const imageSource = imageSourceFor(await hasOfficialImages(reached.seen.client));
  return understand(session, { ...source, values: { ...source.values, imageSource } });
}

/** Reads the token where it is kept encrypted. */
async function connectWithToken(
  session: Session,
  found: Pick<Situation, "written" | "source">,
  given: Secret | undefined,
): Promise<Cloudflare> {
  const toolchain = await readToolchain(session.files, session.paths.toolchain);
  const isStored = found.source?.values[cloudflareToken.key] !== undefined;
  return connect(session, await lookingPulumi(session, toolchain, found), { isStored, given });
}

async function observeEngine(reached: Observed<ReachedEngine>, images: readonly string[]) {
  if (!("seen" in reached)) return { reached: null, engine: { facts: reached, missingImages: reached } };
  const { stack } = reached.seen;
  const [facts, missingImages] = await Promise.all([
    observeWithin(20_000, () => stack.facts()),
    observeWithin(20_000, () => stack.missingImages(images)),
  ]);
  return { reached: reached.seen, engine: { facts, missingImages } };
}
