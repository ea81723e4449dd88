import { StackError } from "../../errors.ts";
import type { Session } from "../session.ts";

/** Sends a document to the address in a file. Anyone who has the address can post to it, so it is not an argument. */
export async function tellWebhook({ files }: Pick<Session, "files">, path: string, document: string): Promise<void> {
  const address = (await files.read(path))?.trim() ?? "";
  if (!/^https?:\/\//.test(address) || !URL.canParse(address))
    throw new StackError(`${path} contains no web address`, {
      next: "Write only the webhook's address into it, as https://…",
    });
  const status = await post(address, document).catch((cause: unknown) => {
    throw new StackError(`The webhook in ${path} cannot be reached`, { cause, next: untold });
  });
  if (status < 200 || status >= 300)
    throw new StackError(`The webhook in ${path} answers with ${status}`, { next: untold });
}

const untold = "The change was not reported. The next run reports it again.";

async function post(address: string, body: string): Promise<number> {
  const headers = { "content-type": "application/json" };
  const { status } = await fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(10_000) });
  return status;
}
