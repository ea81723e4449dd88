import { resolve } from "node:path";
import { type KitWishes, type WrittenKit, writeKit } from "../../../actions/recovery/kit.ts";
import { type Reshared, reshare as shareAgain } from "../../../actions/recovery/reshare.ts";
import { onThisStack, type StackOptions } from "../../../actions/session.ts";
import type { Terminal } from "../../../actions/terminal.ts";
import { describeGroup } from "../../../operations/recovery/groups.ts";
import { decideParting } from "../../../operations/recovery/parting.ts";
import { beginSession } from "../../session.ts";

interface SheetOptions extends StackOptions {
  readonly folder: string;
  readonly pdf?: "A4" | "letter";
  readonly share?: readonly string[];
  readonly threshold?: number;
  readonly version: string;
}

/** `recovery kit`: writes the sheets, and says what to do with them. */
export async function kit(options: SheetOptions): Promise<number> {
  const session = beginSession("recovery kit", options);
  const written = await writeKit(session, { ...wishesOf(options), ceremony: "recovery kit" });
  showWritten(session.terminal, options, written, []);
  return 0;
}

/** `recovery reshare`: the same for new holders, and what that does not do. */
export async function reshare(options: SheetOptions): Promise<number> {
  const session = beginSession("recovery reshare", options);
  const { before, ...written } = await shareAgain(session, wishesOf(options));
  showWritten(session.terminal, options, { ...written, before }, [
    "",
    "Shares that were made before still open this key. The journal of this machine tells of these groups:",
    ...(before.length === 0 ? ["  none"] : before.map((group) => `  ${describeGroup(group)}`)),
    "Destroy the old sheets. If someone may keep enough of them, only another key ends that:",
    `  ${onThisStack("keys new-master", options.stack)}`,
    "If only a secret that follows from the key may have been read, a new epoch of that secret is enough:",
    `  ${onThisStack("keys rotate PURPOSE", options.stack)}`,
  ]);
  return 0;
}

function wishesOf({ folder, share, threshold, pdf = undefined, version }: SheetOptions): Omit<KitWishes, "ceremony"> {
  return {
    folder: resolve(folder),
    shares: decideParting(share ?? null, threshold ?? null),
    pdf: pdf ?? null,
    version,
  };
}

function showWritten(
  terminal: Terminal,
  { json, stack, folder }: SheetOptions,
  written: WrittenKit & Partial<Reshared>,
  more: readonly string[],
): void {
  terminal.result(json ? JSON.stringify({ version: 1, stack, ...written }) : written.files.join("\n"));
  const { keyId, group, sealed, lacksBrowser } = written;
  terminal.note(
    [
      "",
      `Key id ${keyId}${group === null ? "" : `, group of shares ${group}`}`,
      ...(lacksBrowser ? ["No browser that writes PDF was found: open the HTML files and print them."] : []),
      "The pages hold the master key. Print them, read one back, then delete them:",
      `  ${onThisStack("recovery verify", stack)}`,
      `  rm -r ${resolve(folder)}`,
      ...sealedLines(sealed, group),
      ...more,
    ].join("\n"),
  );
}

function sealedLines(sealed: WrittenKit["sealed"], group: string | null): readonly string[] {
  if (sealed !== null)
    return [
      `Keep a copy of ${sealed.file} elsewhere first: it holds the sheet and the stack file, and ${sealed.recipients === 1 ? "1 recipient" : `each of ${sealed.recipients} recipients`} can open it.`,
    ];
  if (group !== null) return ["No sealed copy is written with shares: each recipient could open it alone."];
  return ["For a sealed copy too, name recipients in chatkeep:recoveryRecipients."];
}
