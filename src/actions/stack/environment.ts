import { pulumiVariables } from "../../io/pulumi/environment.ts";
import { readToolchain } from "../../io/pulumi/toolchain.ts";
import type { Session } from "../session.ts";
import { refuseOtherSettings } from "./ownership.ts";

/** The variables that plain `pulumi` needs to work on this stack: paths, and no secret. `path` is the rest of its PATH. */
export async function variablesFor(session: Session, path: string): Promise<Readonly<Record<string, string>>> {
  await refuseOtherSettings(session);
  return pulumiVariables(session.paths, await readToolchain(session.files, session.paths.toolchain), path);
}
