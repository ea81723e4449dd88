import { secretKeys } from "../issued-secrets.ts";
import { type Described, describedSettings } from "./described.ts";

const head = `# yaml-language-server: $schema=./chatkeep.schema.json
#
# The settings of one chatkeep server. A line that begins with \`# chatkeep:\` shows a default or an example:
# remove the \`#\` to change it. Then run:  npx chatkeep up

config:
`;

/** The commented stack file with a placeholder for each setting: templates/stack.yaml. */
export function stackTemplateText(): string {
  const secret: readonly string[] = secretKeys;
  const settings = describedSettings().filter(({ name }) => !secret.includes(name));
  return `${head}${settings.map(entry).join("\n")}`;
}

function entry(setting: Described): string {
  const comment = linesOf(setting.description).map((line) => `  # ${line}\n`);
  const shown = shownOf(setting);
  const end = shown === null ? "" : ` # ${shown}`;
  return `${comment.join("")}  chatkeep:${setting.name}: "{{${setting.name}}}"${end}\n`;
}

/** The default; an example where there is none, or where it is a group of nothing. The server's own name is always written. */
function shownOf({ name, usual, examples }: Described): string | null {
  if (name === "serverName") return null;
  return usual === null || usual === "{}" ? (examples[0] ?? usual) : usual;
}

const widest = 130;

/** Whole sentences, as many on a line as fit. */
function linesOf(description: string): readonly string[] {
  const lines: string[] = [];
  for (const sentence of description.split(/(?<=\.) (?=[A-Z])/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + sentence.length > widest) lines.push(sentence);
    else lines[lines.length - 1] = `${last} ${sentence}`;
  }
  return lines;
}
