import { execa } from "execa";
import { connectEngine } from "../src/io/docker/engine.ts";
import { networkOf, removeEngine, startSecondEngine, sweepEngines } from "./support/engines/second-engine.ts";

/**
 * Runs a command on an engine of its own, in that engine's network: the dockerd that CHATKEEP_TEST_ENGINE names, with all images of
 * ours that this machine's engine has, and with the options of CHATKEEP_TEST_ENGINE_OPTIONS (dockerd(8)). Nothing leads out of that
 * network, so what is missing cannot be fetched there.
 */
const [file, ...words] = process.argv.slice(2);
if (file === undefined) throw new Error("Write the command after it: node test/on-engine.ts COMMAND...");
await sweepEngines();
const options = (process.env.CHATKEEP_TEST_ENGINE_OPTIONS ?? "").split(" ").filter(Boolean);
const engine = await startSecondEngine(await ownImages(), options);
try {
  const client = connectEngine(engine.address);
  const { ServerVersion, Driver } = await client.info();
  console.log(`The engine is ${ServerVersion}, its images are kept by ${Driver}.`);
  const command = [`--net=${networkOf(engine)}`, file, ...words];
  const env = { DOCKER_HOST: engine.address };
  const { exitCode } = await execa("nsenter", command, { stdio: "inherit", reject: false, env });
  process.exitCode = exitCode ?? 1;
} finally {
  await removeEngine(engine);
}

async function ownImages(): Promise<readonly string[]> {
  const images = await connectEngine(process.env.DOCKER_HOST).listImages();
  return images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith("chatkeep/"));
}
