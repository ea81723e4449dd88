import { definitions } from "./definitions.ts";
import { adviseOption } from "./homeserver/homeserver.ts";
import { secretKeys } from "./issued-secrets.ts";
import type { Complaint } from "./leaf.ts";
import { unknownKey } from "./problems.ts";

const known: readonly string[] = [...Object.keys(definitions), ...secretKeys];

/** Problems of keys that are not settings. */
export function unknownSettings(values: Readonly<Record<string, unknown>>): readonly Complaint[] {
  return Object.keys(values)
    .filter((key) => !known.includes(key))
    .map((key) => dotted(key) ?? fromSynapse(key) ?? unknownKey([key], known));
}

/** `tls.mode` as one key: right on Pulumi's command line with `--path`, wrong in the file. */
function dotted(key: string): Complaint | null {
  const [first = "", ...rest] = key.split(/[.[]/);
  if (rest.length === 0 || !known.includes(first)) return null;
  return {
    path: [key],
    found: "a key with dots is not split here",
    write: `Write \`chatkeep:${first}:\`, and below it, on a separate line, the part after the dot. On the command line, add \`--path\`.`,
  };
}

/** An option of homeserver.yaml that was written as a chatkeep setting. */
function fromSynapse(key: string): Complaint | null {
  const write = adviseOption(key);
  return write === null ? null : { path: [key], found: "there is no such setting", write };
}
