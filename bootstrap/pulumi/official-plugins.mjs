import { join } from "node:path";
import { runCommand } from "../run-command.mjs";
import { versions } from "../versions.mjs";
import { hasOfficialPlugin } from "./place.mjs";

/** Pulumi's home with the official Docker plugin, fetched by the CLI itself; null when that cannot be had. */
export async function prepareOfficialPlugins(places, pulumi, reachable, report) {
  const home = join(places.cache, "pulumi-home");
  if (hasOfficialPlugin(home)) return home;
  if (!(await reachable())) return null;
  report.tell(`pulumi: getting the official Docker plugin ${versions.dockerPlugin}`);
  const progress = report.progress("pulumi plugin install");
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    await runCommand(pulumi.path, ["plugin", "install", "resource", "docker", `v${versions.dockerPlugin}`], { env });
    return home;
  } catch (error) {
    report.tell(`pulumi: the official Docker plugin cannot be had (${error.next.at(-1) ?? error.message}); using ours`);
    return null;
  } finally {
    progress.stop();
  }
}
