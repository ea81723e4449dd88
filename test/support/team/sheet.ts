import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Person } from "../../../src/io/matrix/client.ts";

/** What a member reads on their sheet. */
export interface ReadSheet extends Person {
  readonly baseUrl: string;
}

/** Reads a member's sheet as plain text, as the member would: nothing else is known of how to sign in. */
export async function readSheet(folder: string, name: string): Promise<ReadSheet> {
  const text = await readFile(join(folder, `${name}.txt`), "utf8");
  const said = (what: string) => {
    const found = new RegExp(`^ *${what}: *(\\S+)$`, "m").exec(text)?.[1];
    if (found === undefined) throw new Error(`The sheet of ${name} does not say: ${what}`);
    return found;
  };
  return { baseUrl: `https://${said("Server")}`, userId: said("User ID"), password: said("Initial password") };
}
