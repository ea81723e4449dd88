import { join } from "node:path";
import { Refusal } from "../../../errors.ts";
import { readTemplates } from "../../../io/machine/program-files.ts";
import { renderProcedures } from "../../../render/recovery/procedures/pages.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";

/** Writes the members' procedures for this server, each as a page and as Markdown, into a folder that does not have them yet. Returns the files. */
export async function writeProcedures(session: Session, folder: string): Promise<readonly string[]> {
  const { plan } = await settledStack(session);
  const { files } = session;
  const named = renderProcedures(plan, readTemplates()).flatMap(({ id, html, markdown }) => [
    { path: join(folder, `${id}.html`), text: html },
    { path: join(folder, `${id}.md`), text: markdown },
  ]);
  for (const { path } of named) if (await files.has(path)) throw alreadyThere(path);
  for (const { path, text } of named) await files.write(path, text, 0o644);
  return named.map(({ path }) => path);
}

function alreadyThere(path: string): Refusal {
  return new Refusal(`${path} is there already, and is not overwritten`, {
    next: "Delete it, or name another folder:  --folder FOLDER",
  });
}
