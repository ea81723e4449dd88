import { isSameTrace, traceOf, writeWhole } from "./machine/files.mjs";
import { readJson } from "./machine/read-json.mjs";

/** The shape of .chatkeep/toolchain.json, which the command line program reads; raised too where what is placed has changed. */
const SHAPE = 2;

/** What an earlier run chose; null when there was none, or when it cannot be used by this release. */
export async function readToolchain(places) {
  const read = await readJson(places.toolchain);
  return read?.version === SHAPE ? read : null;
}

/** Whether the earlier choice is still valid: the same files exist, and the environment names the same binaries. */
export function stillStands(toolchain, wishes, trace = traceOf) {
  if (toolchain?.pulumi == null || toolchain.wishes == null) return false;
  const files = Object.entries(toolchain.traces ?? {});
  const wanted = Object.entries(wishes).every(([name, value]) => toolchain.wishes[name] === value);
  return wanted && files.length > 0 && files.every(([path, seen]) => isSameTrace(seen, trace(path)));
}

/** Remembers the choice, with a trace of every file it rests on. */
export async function writeToolchain(places, { node, pulumi, plugins, files, wishes }) {
  const traces = Object.fromEntries(files.map((path) => [path, traceOf(path)]));
  const chosen = { version: SHAPE, node, pulumi, plugins, wishes, traces };
  await writeWhole(places.toolchain, `${JSON.stringify(chosen, null, 2)}\n`);
  return chosen;
}
