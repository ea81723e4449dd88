import type { Problem } from "../errors.ts";
import { secretKeys } from "./issued-secrets.ts";
import type { SettingsSource } from "./yaml/settings-source.ts";
import { plainSettings } from "./yaml/settings-source.ts";
import { readStackFile } from "./yaml/stack-file.ts";
import { judgeKey } from "./yaml/stack-file-keys.ts";

const namespace = "chatkeep:";
const secret: ReadonlySet<string> = new Set(secretKeys.map((key) => `${namespace}${key}`));

/** WrittenSettings as Pulumi hands them to the program: every value is text, and a list or group is JSON in it. The stack file's text, when there is one, gives the lines, and is refused if Pulumi reads it differently from how it looks. Secrets are left out. */
export function fromPulumiConfig(
  all: Readonly<Record<string, string>>,
  stackFileText: string | null,
  file: string | null,
): SettingsSource {
  const written = stackFileText === null ? plainSettings({}) : readStackFile(stackFileText, file ?? "the stack file");
  const entries = Object.entries(all).filter(([key]) => key.startsWith(namespace) && !secret.has(key));
  const values = Object.fromEntries(entries.map(([key, text]) => [key.slice(namespace.length), unpack(text)]));
  return { ...written, file, values, problems: [...written.problems, ...foreignKeys(all, written.problems)] };
}

/** WrittenSettings that came another way than by the file, such as `pulumi up --config`, are judged like those in it. */
function foreignKeys(all: Readonly<Record<string, string>>, known: readonly Problem[]): readonly Problem[] {
  return Object.keys(all).flatMap((key) => {
    const wrong = judgeKey(key);
    const isKnown = known.some((each) => each.key === `\`${key}\``);
    return wrong === null || isKnown ? [] : [{ file: null, line: null, key: `\`${key}\``, ...wrong }];
  });
}

/** A list or group out of its JSON; any other text as it is. No setting's text begins with a bracket. */
function unpack(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
