import { type Described, describedSettings } from "./described.ts";

const head = `# Settings

Every setting of a server. This page is made from \`src/settings/definitions.ts\` by \`npm run schema\`; correct it there.

Settings are in \`stacks/Pulumi.STACK.yaml\` below \`config:\`, each with \`chatkeep:\` before its name. \`npx chatkeep init\` writes that
file with all of them, explained; one that is not written has its default. After a change run \`npx chatkeep up\`.

- A size is a number and a unit: \`512 KiB\`, \`50 MiB\`, \`8 GiB\`, or \`500 MB\` by powers of ten.
- A time is a number and a unit: \`90 days\`, \`2 weeks\`, \`1 year\`.
- A group is written on one line, \`{ https: 8443, http: off }\`, or with each part on a line of its own.
`;

/** The reference of all settings, as it lies in docs/settings.md. */
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
