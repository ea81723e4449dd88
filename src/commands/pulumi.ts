import type { Pulumi } from "../io/pulumi.ts";
import type { Toolchain } from "../io/toolchain.ts";
import type { Session } from "./session.ts";

/** This stack's Pulumi, with the tools that the bootstrap set up. */
export async function pulumiOf({ stack, paths, environment, run }: Session, toolchain: Toolchain): Promise<Pulumi> {
  const { pulumiFor } = await import("../io/pulumi.ts");
  const { pulumiProcessEnvironment } = await import("../io/pulumi-environment.ts");
  return pulumiFor({
    program: toolchain.pulumi.path,
    stack,
    paths,
    environment: pulumiProcessEnvironment(paths, toolchain, environment, run),
  });
}
