import { readTemplates } from "../io/program-files.ts";
import type { Toolchain } from "../io/toolchain.ts";
import { embeddedStack, noSettings } from "../operations/key-steps.ts";
import type { Goal } from "../operations/up.ts";
import { localAnswers, renderStackFile } from "../render/stack-file.ts";
import type { SettingsSource } from "../spec/settings-source.ts";
import type { Spec } from "../spec/spec.ts";
import { readStackFile } from "../spec/stack-file.ts";
import type { ReachedEngine } from "./engine.ts";
import type { Session } from "./session.ts";
import { holdsKey, readSettings, settle } from "./settings.ts";
import { chooseSources, missingSources, refuseOtherPlugins } from "./sources.ts";

type Note = (line: string) => void;

/** What `up` is to reach, and the settings it follows from. */
export interface SettledGoal {
  readonly goal: Goal;
  readonly spec: Spec;
  /** The stack file as it is; null when there is none yet. */
  readonly source: SettingsSource | null;
}

/** Reads the stack file, or takes the embedded settings; what the first `up` has to choose is chosen here. */
export async function decideGoal(
  session: Session,
  toolchain: Toolchain,
  engine: ReachedEngine,
  note: Note,
): Promise<SettledGoal> {
  const source = await readSettings(session);
  return source === null
    ? embeddedGoal(session, toolchain, engine, note)
    : writtenGoal(session, toolchain, engine, note, source);
}

async function writtenGoal(
  session: Session,
  toolchain: Toolchain,
  { client }: ReachedEngine,
  note: Note,
  source: SettingsSource,
) {
  const { paths } = session;
  const { imageSource, pluginSource } = source.values;
  const isOpen = !holdsKey(source) && (imageSource === undefined || pluginSource === undefined);
  const chosen = isOpen ? missingSources(source, await chooseSources(client, toolchain, note)) : {};
  const { spec, plan } = await settle(session, { ...source, values: { ...source.values, ...chosen } });
  refuseOtherPlugins(spec, toolchain, paths.stackFile);
  const settings = Object.fromEntries(Object.entries(chosen).map(([key, value]) => [`chatkeep:${key}`, value]));
  return { goal: { plan, paths, embedded: null, chosen: settings }, spec, source };
}

async function embeddedGoal(
  session: Session,
  toolchain: Toolchain,
  { client }: ReachedEngine,
  note: Note,
): Promise<SettledGoal> {
  const { stack, paths } = session;
  if (stack !== embeddedStack) throw noSettings(stack, paths);
  const sources = await chooseSources(client, toolchain, note);
  const embedded = renderStackFile(readTemplates(), { ...localAnswers, ...sources });
  const { spec, plan } = await settle(session, readStackFile(embedded, paths.stackFile));
  return { goal: { plan, paths, embedded, chosen: {} }, spec, source: null };
}
