import { settingsPageText } from "../../../src/settings/reference/settings-page.ts";
import { stackTemplateText } from "../../../src/settings/reference/stack-template.ts";
import { stackFileSchemaText } from "../../../src/settings/schema.ts";
import { rosterSchemaText } from "../../../src/settings/team/schema.ts";

/** What is made from the definitions of settings: `npm run schema` writes all of it. */
export function generatedFiles(): readonly { readonly path: string; readonly text: string }[] {
  return [
    { path: "stacks/chatkeep.schema.json", text: stackFileSchemaText() },
    { path: "stacks/team.schema.json", text: rosterSchemaText() },
    { path: "templates/stack.yaml", text: stackTemplateText() },
    { path: "docs/settings.md", text: settingsPageText() },
  ];
}
