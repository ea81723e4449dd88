import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { Toolchain } from "../../io/pulumi/toolchain.ts";
import type { Session } from "./session.ts";
import { readSettings } from "./settings.ts";

/** This stack's Pulumi, with the tools that the bootstrap set up. */
export async function pulumiOf(session: Session, toolchain: Toolchain): Promise<Pulumi> {
  const { stack, paths, environment, run } = session;
  const { pulumiFor } = await import("../../io/pulumi/pulumi.ts");
  const { pulumiProcessEnvironment } = await import("../../io/pulumi/environment.ts");
  return pulumiFor({
    program: toolchain.pulumi.path,
    stack,
    paths,
    environment: pulumiProcessEnvironment(paths, toolchain, environment, run),
    apart: () => wordsApart(session),
  });
}

/** A network of its own, where what is declared and what the state remembers need none other. */
async function wordsApart({ paths, files, environment }: Session): Promise<readonly string[]> {
  const { needsOpenNetwork, ownNetworkWords } = await import("../../io/pulumi/own-network.ts");
  const settings = (await readSettings({ paths, files }))?.values ?? {};
  const remembered = (await files.read(paths.checkpoint)) ?? "";
  const isOpen =
    needsOpenNetwork(environment.DOCKER_HOST, settings) || remembered.includes("pulumi:providers:cloudflare");
  return isOpen ? [] : ownNetworkWords();
}
