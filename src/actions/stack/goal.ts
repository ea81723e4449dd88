import type { Toolchain } from "../../io/pulumi/toolchain.ts";
import { embeddedStack } from "../../operations/keys/key-steps.ts";
import type { Goal } from "../../operations/up/up.ts";
import type { Settings } from "../../settings/settings.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import { readStackFile } from "../../settings/yaml/stack-file.ts";
import type { Session } from "../session.ts";
import { holdsKey, readSettings, settingsBefore, settingsMissing, settle } from "./settings.ts";
import { missingSources, refuseOtherPlugins, type Sources } from "./sources.ts";

/** What `up` is to reach, and the settings it follows from. */
export interface SettledGoal {
  readonly goal: Goal;
  readonly settings: Settings;
  /** The stack file as it is; null when there is none yet. */
  readonly source: SettingsSource | null;
}

/** Reads the stack file, or takes the embedded settings. `choose` is asked where images and plugins come from at the first `up` only. */
export async function decideGoal(
  session: Session,
  toolchain: Toolchain,
  choose: () => Promise<Sources>,
  choosePort: (wanted: number, address: string) => Promise<number>,
): Promise<SettledGoal> {
  const source = await readSettings(session);
  if (source !== null) return writtenGoal(session, toolchain, choose, source);
  const before = await settingsBefore(session);
  if (before === null) return embeddedGoal(session, choose, choosePort);
  const lost = await writtenGoal(session, toolchain, choose, readStackFile(before, session.paths.stackFile));
  return { ...lost, goal: { ...lost.goal, embedded: before }, source: null };
}

async function writtenGoal(
  session: Session,
  toolchain: Toolchain,
  choose: () => Promise<Sources>,
  source: SettingsSource,
): Promise<SettledGoal> {
  const { paths } = session;
  const { imageSource, pluginSource } = source.values;
  const isOpen = !holdsKey(source) && (imageSource === undefined || pluginSource === undefined);
  const chosen = isOpen ? missingSources(source, await choose()) : {};
  const { settings, plan } = await settle(session, { ...source, values: { ...source.values, ...chosen } });
  refuseOtherPlugins(settings, toolchain, paths.stackFile);
  const written = Object.fromEntries(Object.entries(chosen).map(([key, value]) => [`chatkeep:${key}`, value]));
  return { goal: { plan, paths, embedded: null, chosen: written }, settings, source };
}

async function embeddedGoal(
  session: Session,
  choose: () => Promise<Sources>,
  choosePort: (wanted: number, address: string) => Promise<number>,
): Promise<SettledGoal> {
  const { stack, paths } = session;
  if (stack !== embeddedStack) throw await settingsMissing(session);
  const { localAnswers, renderStackFile } = await import("../../render/stack-file/stack-file.ts");
  const { readTemplates } = await import("../../io/machine/program-files.ts");
  const { ports, bindAddress } = localAnswers;
  const https = await choosePort(ports.https, bindAddress);
  const answers = { ...localAnswers, ports: { ...ports, https }, ...(await choose()) };
  const embedded = renderStackFile(readTemplates(), answers);
  const { settings, plan } = await settle(session, readStackFile(embedded, paths.stackFile));
  return { goal: { plan, paths, embedded, chosen: {} }, settings, source: null };
}
