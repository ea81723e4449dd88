import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { Toolchain } from "../../io/pulumi/toolchain.ts";
import type { Session } from "../session.ts";
import { refuseUnopened } from "./encrypted-values.ts";
import { readSettings } from "./settings.ts";

/** This stack's Pulumi, with the tools that the bootstrap set up. */
export async function pulumiOf(session: Session, toolchain: Toolchain): Promise<Pulumi> {
  const { stack, paths, environment, run } = session;
  const { pulumiFor } = await import("../../io/pulumi/pulumi.ts");
  const { pulumiProcessEnvironment } = await import("../../io/pulumi/environment.ts");
  const pulumi = pulumiFor({
    program: toolchain.pulumi.path,
    stack,
    paths,
    environment: pulumiProcessEnvironment(paths, toolchain, environment, run),
    apart: () => wordsApart(session),
  });
  return namingDamage(session, pulumi);
}

/** Pulumi, whose failure over an encrypted value becomes one that names the value. */
function namingDamage(session: Session, pulumi: Pulumi): Pulumi {
  return {
    ...pulumi,
    secret: async (key) => {
      try {
        return await pulumi.secret(key);
      } catch (error) {
        await refuseUnopened(session);
        throw error;
      }
    },
    preview: async (onEvent) => {
      const outcome = await pulumi.preview(onEvent);
      if (!outcome.succeeded && !outcome.interrupted) await refuseUnopened(session);
      return outcome;
    },
  };
}

/** A network of its own, where what is declared and what the state remembers need none other. */
async function wordsApart({ paths, files, environment }: Session): Promise<readonly string[]> {
  const { needsOpenNetwork, ownNetworkCommand } = await import("../../io/pulumi/own-network.ts");
  const settings = (await readSettings({ paths, files }))?.values ?? {};
  const remembered = (await files.read(paths.checkpoint)) ?? "";
  const isOpen =
    needsOpenNetwork(environment.DOCKER_HOST, settings) || remembered.includes("pulumi:providers:cloudflare");
  return isOpen ? [] : ownNetworkCommand();
}
