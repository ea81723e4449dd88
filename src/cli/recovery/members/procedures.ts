import { resolve } from "node:path";
import { writeProcedures } from "../../../actions/recovery/members/procedures.ts";
import type { StackOptions } from "../../../actions/session.ts";
import { beginSession } from "../../session.ts";

/** `recovery procedures`: writes the pages for members, and names them. */
export async function procedures({ folder, ...options }: StackOptions & { readonly folder: string }): Promise<number> {
  const session = beginSession("recovery procedures", options);
  const written = await writeProcedures(session, resolve(folder));
  session.terminal.result(
    options.json ? JSON.stringify({ version: 1, stack: session.stack, files: written }) : written.join("\n"),
  );
  return 0;
}
