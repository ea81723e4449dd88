import { join } from "node:path";
import { findEngine, prepareEngine } from "./engine/prepare.mjs";
import { childEnvironment, launch } from "./launch.mjs";
import { placesOf } from "./machine/places.mjs";
import { reporter } from "./machine/report.mjs";
import { isQuiet } from "./needs.mjs";
import { prepareNode } from "./node/node-runtime.mjs";
import { preparePackages } from "./node/packages.mjs";
import { preparePulumi } from "./pulumi/prepare.mjs";

/** Sets up what a program needs (needs.mjs), then runs it in our place; a set-up that fails is exit code 1. */
export async function start({ program, args, needs }) {
  const given = process.argv.slice(2);
  const report = reporter(isQuiet(given));
  const places = placesOf(process.env);
  try {
    const { node, engine } = await prepare(places, needs, given, report);
    const environment = childEnvironment(process.env, { node, engine, cache: places.cache });
    process.exitCode = await launch(node, join(places.checkout, program), [...args, ...given], environment);
  } catch (error) {
    report.fail(error);
    process.exitCode = 1;
  }
}

/** The tools in the order they need each other. */
async function prepare(places, needs, args, report) {
  const node = await prepareNode(places, report);
  await preparePackages(places, node, report);
  const toolchain = needs.pulumi ? await preparePulumi(places, node, report) : null;
  if (needs.engine === "none") return { node, engine: null };
  if (needs.engine === "find") return { node, engine: (await findEngine(process.env)).address };
  const engine = await prepareEngine(places, { args, report });
  report.tell(`Node ${node.version}, Pulumi ${toolchain.pulumi.version}, engine at ${engine}`);
  return { node, engine };
}
