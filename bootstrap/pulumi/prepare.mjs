import { join } from "node:path";
import { withLock } from "../machine/lock.mjs";
import { versions } from "../node/versions.mjs";
import { readToolchain, stillStands, writeToolchain } from "../toolchain.mjs";
import { buildPulumi, noWayToPulumi } from "./build.mjs";
import { choosePulumi, describeOnPath } from "./choose.mjs";
import { downloadPulumi, isReachable } from "./download.mjs";
import { cacheFolders, findCached, findGo, findOnPath } from "./find.mjs";
import { prepareOfficialPlugins } from "./official-plugins.mjs";
import { placePulumi } from "./place.mjs";
import { wishesOf } from "./wishes.mjs";

/** Makes the Pulumi CLI, its language host and its plugins ready in this checkout, and remembers what was chosen. */
export async function preparePulumi(places, node, report) {
  const wishes = { ...wishesOf(process.env), node: node.path, cli: versions.pulumi.exact };
  const remembered = await readToolchain(places);
  if (stillStands(remembered, wishes)) return remembered;
  return withLock(join(places.cache, "pulumi.lock"), report.waiting("pulumi"), async () => {
    const reachable = once(() => isReachable(node));
    const pulumi = await obtain(places, node, reachable, report);
    const wantsOfficial = wishes.provider === null && pulumi.source !== "built"; // who had to build the CLI cannot download
    const officialHome = wantsOfficial ? await prepareOfficialPlugins(places, pulumi, reachable, report) : null;
    const placed = await placePulumi(places, { pulumi, node, wishes, officialHome });
    report.tell(
      `pulumi: ${pulumi.version} (${pulumi.source}), ${placed.plugins === "own" ? "chatkeep's own" : "official"} plugins`,
    );
    const path = join(places.bin, "pulumi");
    const chosen = { path, version: pulumi.version, home: placed.home, source: pulumi.source };
    return writeToolchain(places, {
      node,
      pulumi: chosen,
      plugins: placed.plugins,
      files: [...placed.files, pulumi.path],
      wishes,
    });
  });
}

async function obtain(places, node, reachable, report) {
  const [onPath, cached] = [await findOnPath(places), findCached(places)];
  const cheap = choosePulumi({ onPath, cached, reachable: false, go: null });
  const isFound = cheap.kind === "path" || cheap.kind === "cached";
  const choice = isFound ? cheap : choosePulumi({ onPath, cached, reachable: await reachable(), go: await findGo() });
  return act(choice, places, node, describeOnPath(onPath), report);
}

async function act(choice, places, node, why, report) {
  const folders = cacheFolders(places);
  const made = (source) => ({ source, path: join(folders[source], "pulumi"), version: versions.pulumi.exact });
  switch (choice.kind) {
    case "path":
      return { source: "path", path: choice.path, version: choice.version };
    case "cached":
      return { source: choice.source, path: choice.path, version: choice.version };
    case "download":
      report.tell(`pulumi: ${why}`);
      await downloadPulumi(folders.downloaded, node, report);
      return made("downloaded");
    case "build":
      report.tell(`pulumi: ${why}, and get.pulumi.com does not answer`);
      await buildPulumi(folders.built, choice.go, report);
      return made("built");
    default:
      throw noWayToPulumi(choice.go, why);
  }
}

function once(ask) {
  let answer = null;
  return () => {
    answer ??= ask();
    return answer;
  };
}
