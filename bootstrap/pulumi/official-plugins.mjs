import { join } from "node:path";
import { runCommand } from "../machine/run-command.mjs";
import { versions } from "../node/versions.mjs";
import { hasOfficialPlugins } from "./place.mjs";

/** Pulumi's home with the official plugins, downloaded by the CLI itself; null when they are not available. */
export async function prepareOfficialPlugins(places, pulumi, reachable, report) {
  const home = join(places.cache, "pulumi-home");
  if (hasOfficialPlugins(home)) return home;
  if (!(await reachable())) return null;
  const named = Object.entries(versions.plugins).map(([name, version]) => `${name} ${version}`);
  report.tell(`pulumi: installing the official plugins ${named.join(" and ")}`);
  const progress = report.progress("pulumi plugin install");
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    for (const [name, version] of Object.entries(versions.plugins))
      await runCommand(pulumi.path, ["plugin", "install", "resource", name, `v${version}`], { env });
    return home;
  } catch (error) {
    report.tell(
      `pulumi: the official plugins are not available (${error.next.at(-1) ?? error.message}); using chatkeep's own`,
    );
    return null;
  } finally {
    progress.stop();
  }
}
