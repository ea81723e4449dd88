import { packageFolder } from "../../../src/io/machine/program-files.ts";
import { type MasterKey, parseMasterKey } from "../../../src/keys/master-key.ts";
import { chatkeepSucceeds, environmentOf, type Home, type Outcome, runProgram } from "./command-line.ts";

/** Runs plain `pulumi` in the checkout with what `chatkeep env` prints, evaluated by a shell as a person would. */
export async function pulumi(home: Home, ...words: readonly string[]): Promise<Outcome> {
  const { stdout: exports } = await chatkeepSucceeds(home, ["env"]);
  const script = `${exports}\nexec pulumi "$@" --non-interactive --color never --stack ${home.name}`;
  const command = [...(home.through ?? []), "sh", "-c", script, "pulumi", ...words];
  return runProgram(command[0] ?? "", command.slice(1), environmentOf(home), { cwd: packageFolder });
}

/** The same, and fails with all it said when it does not succeed. */
export async function pulumiSucceeds(home: Home, ...words: readonly string[]): Promise<Outcome> {
  const outcome = await pulumi(home, ...words);
  if (outcome.exitCode === 0) return outcome;
  throw new Error(`pulumi ${words.join(" ")} ended with ${outcome.exitCode}:\n${outcome.stdout}\n${outcome.stderr}`);
}

/** The stack's master key, decrypted by Pulumi. */
export async function masterKeyOf(home: Home): Promise<MasterKey> {
  const { stdout } = await pulumiSucceeds(home, "config", "get", "chatkeep:masterKey");
  const key = parseMasterKey(stdout.trim());
  if (key === null) throw new Error("chatkeep:masterKey is no master key.");
  return key;
}
