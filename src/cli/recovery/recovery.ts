import { resolve } from "node:path";
import { writeKit } from "../../actions/recovery/kit.ts";
import { rebuild as rebuildStack } from "../../actions/recovery/rebuild.ts";
import { verifyKey } from "../../actions/recovery/verify.ts";
import { onThisStack, type StackOptions } from "../../actions/session.ts";
import { decideParting } from "../../operations/recovery/parting.ts";
import { beginSession } from "../session.ts";
import { typedKey } from "./typed-key.ts";

interface KitOptions extends StackOptions {
  readonly folder: string;
  readonly share?: readonly string[];
  readonly threshold?: number;
}

interface TypedOptions extends StackOptions {
  readonly stdin: boolean;
}

/** `recovery kit`: writes the sheets, and says what to do with them. */
export async function kit({ folder, share, threshold, ...options }: KitOptions): Promise<number> {
  const session = beginSession("recovery kit", options);
  const { terminal, stack } = session;
  const written = await writeKit(session, {
    folder: resolve(folder),
    shares: decideParting(share ?? null, threshold ?? null),
  });
  const document = { version: 1, stack, ...written };
  terminal.result(options.json ? JSON.stringify(document) : written.files.join("\n"));
  terminal.note(
    [
      "",
      `Key id ${written.keyId}${written.group === null ? "" : `, group of shares ${written.group}`}`,
      "These files hold the master key. Print the pages, read one back, then delete them all:",
      `  ${onThisStack("recovery verify", stack)}`,
      `  rm -r ${resolve(folder)}`,
    ].join("\n"),
  );
  return 0;
}

/** `recovery verify`: 0 for this server's key, 3 for another one. */
export async function verify(options: TypedOptions): Promise<number> {
  const session = beginSession("recovery verify", options);
  const { terminal, stack } = session;
  const found = await verifyKey(session, await typedKey(terminal, options));
  const said = found.same
    ? `Yes: this is the master key of the stack ${stack}, ${found.stored}.`
    : `No: this is the key ${found.typed}, and the stack ${stack} has ${found.stored}. Look at the key id on the sheet.`;
  terminal.result(options.json ? JSON.stringify({ version: 1, stack, ...found }) : said);
  return found.same ? 0 : 3;
}

/** `recovery rebuild`: puts the key in place, and says what comes next. */
export async function rebuild({
  stackFile,
  ...options
}: TypedOptions & { readonly stackFile?: string }): Promise<number> {
  const session = beginSession("recovery rebuild", options);
  const { terminal, stack } = session;
  const key = await typedKey(terminal, options);
  const done = await rebuildStack(session, key, stackFile === undefined ? null : resolve(stackFile));
  terminal.result(
    options.json
      ? JSON.stringify({ version: 1, stack, ...done })
      : [`The key ${done.keyId} is in place.`, ...done.wrote.map((path) => `  ${path}`)].join("\n"),
  );
  terminal.note(`\nNext, and read its plan before you say yes:  ${onThisStack("up", stack)}`);
  return 0;
}
