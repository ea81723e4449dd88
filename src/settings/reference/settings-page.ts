import { type Described, describedSettings } from "./described.ts";

const head = `# Settings

All settings of a server. \`npm run schema\` creates this page from \`src/settings/definitions.ts\`; change the texts there.

Settings are in \`stacks/Pulumi.STACK.yaml\` below \`config:\`, each with \`chatkeep:\` in front of its name. \`npx chatkeep init\` writes that
file with all settings and their explanations; a setting that is not written has its default. After a change, run \`npx chatkeep up\`.

- A size is a number and a unit: \`512 KiB\`, \`50 MiB\`, \`8 GiB\`, or \`500 MB\` (powers of ten).
- A time is a number and a unit: \`90 days\`, \`2 weeks\`, \`1 year\`.
- A group is written on one line, \`{ https: 8443, http: off }\`, or with each part on a separate line.
`;

/** The reference of all settings: docs/settings.md. */
export function settingsPageText(): string {
  return [head, ...describedSettings().map(section)].join("\n");
}

function section(setting: Described): string {
  const { name, description, usual, values, examples, parts } = setting;
  const orGroup = parts.length === 0 ? "." : ", or a group of:";
  const facts = [
    ...(usual === null ? [] : [`Default: \`${usual}\`.`]),
    ...(values === null ? [] : [`Values: ${values}${orGroup}`]),
  ];
  return [
    `## ${name}`,
    description,
    ...(facts.length === 0 ? [] : [facts.join(" ")]),
    ...(parts.length === 0 ? [] : [partsTable(parts)]),
    ...(examples.length === 0 ? [] : [exampleBlock(name, examples)]),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function exampleBlock(name: string, examples: readonly string[]): string {
  return ["```yaml", ...examples.map((each) => `chatkeep:${name}: ${each}`), "```"].join("\n");
}

function partsTable(parts: readonly Described[]): string {
  const rows = parts.map(({ name, usual, values, description }) => {
    const facts = [description, ...(values === null ? [] : [`Values: ${values}.`])].join(" ");
    return `| \`${name}\` | ${usual === null ? "" : `\`${usual}\``} | ${facts.replaceAll("|", "\\|")} |`;
  });
  return ["| part | default | what it is |", "|---|---|---|", ...rows].join("\n");
}
