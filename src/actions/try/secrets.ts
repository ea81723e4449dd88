import { StackError } from "../../errors.ts";
import type { MasterKey } from "../../keys/master-key.ts";
import { allSecrets } from "../../keys/secrets.ts";
import { searchForSecrets } from "../secrets-search.ts";
import type { Booted } from "./boot.ts";

/** Looks for the stack's secrets in all that can be read without being let in. `since` is when they were made. */
export async function checkSecrets(booted: Booted, master: MasterKey, since: Date): Promise<string> {
  const { plan, settings, engine, session } = booted;
  const stack = { engine: engine.client, plan, paths: session.paths, since };
  const { leaks, exposed, places } = await searchForSecrets(stack, allSecrets(master, settings.epochs));
  const found = [...leaks.map(({ secret, where }) => `${secret} is readable in ${where}`), ...exposed];
  if (found.length > 0)
    throw new StackError(found.join("; "), { next: "Please report this: it is a fault in chatkeep." });
  return `no secret in ${places} places`;
}
