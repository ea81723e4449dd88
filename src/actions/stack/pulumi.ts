import { engineAddress } from "../../io/docker/engine-address.ts";
import type { Circumstances, Pulumi } from "../../io/pulumi/pulumi.ts";
import { needsProgram } from "../../io/pulumi/state.ts";
import type { Toolchain } from "../../io/pulumi/toolchain.ts";
import type { Session } from "../session.ts";
import { refuseUnopened } from "./encrypted-values.ts";
import { settingsIn } from "./settings.ts";
import type { Situation } from "./situation.ts";
import { readWritten } from "./written.ts";

/** Of a stack, what decides how Pulumi is run. */
type Grounds = Pick<Situation, "written" | "source">;

/** This stack's Pulumi, with the tools that the bootstrap set up, for a look: at the stack as it was found. */
export function lookingPulumi(session: Session, toolchain: Toolchain, found: Grounds): Promise<Pulumi> {
  const begin = () => circumstancesOf(session, toolchain, found);
  // A stack with a state is previewed: the preparation begins here, in parallel with the other observations.
  const begun = found.written.checkpoint === null ? null : begin();
  begun?.catch(() => undefined); // the caller that awaits it gets the error
  return pulumiOf(session, toolchain, () => begun ?? begin());
}

/** The same, for what changes the stack: each run changes the input of the next, so it is read again for each. */
export function changingPulumi(session: Session, toolchain: Toolchain): Promise<Pulumi> {
  return pulumiOf(session, toolchain, async () => {
    const written = await readWritten(session);
    return circumstancesOf(session, toolchain, { written, source: await settingsIn(written, session) });
  });
}

async function pulumiOf(
  session: Session,
  toolchain: Toolchain,
  circumstances: () => Promise<Circumstances>,
): Promise<Pulumi> {
  const { stack, paths, environment, run } = session;
  const { pulumiFor } = await import("../../io/pulumi/pulumi.ts");
  const { pulumiProcessEnvironment } = await import("../../io/pulumi/environment.ts");
  const variables = pulumiProcessEnvironment(paths, toolchain, environment, run);
  const program = toolchain.pulumi.path;
  return namingDamage(session, pulumiFor({ program, stack, paths, environment: variables, circumstances }));
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

/** Our plugins beside it, and a network of its own, where what is declared and what the state remembers need none other. */
async function circumstancesOf(
  { environment, paths }: Session,
  toolchain: Toolchain,
  { written, source }: Grounds,
): Promise<Circumstances> {
  const { needsOpenNetwork, ownNetworkCommand } = await import("../../io/pulumi/own-network.ts");
  const remembered = written.checkpoint ?? "";
  const isOpen =
    needsOpenNetwork(environment.DOCKER_HOST, source?.values ?? {}) ||
    remembered.includes("pulumi:providers:cloudflare");
  const { wordsBeside } = await import("../../io/pulumi/toolchain.ts");
  const apart = [...(isOpen ? [] : await ownNetworkCommand()), ...wordsBeside(toolchain, paths)];
  return { apart, program: needsProgram(remembered, engineAddress(environment)) };
}
