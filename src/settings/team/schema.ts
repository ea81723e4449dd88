import * as z from "zod";
import type { JsonObject } from "../../kinds/json.ts";
import type { ServerName } from "../../kinds/names.ts";
import { keepExamples } from "../schema.ts";
import { topFields } from "./fields/definitions.ts";

/** The JSON schema (draft 2020-12) of a roster, from the same table that reads it. What depends on the server, an editor cannot know. */
export function rosterSchema(): JsonObject {
  const fields = z.strictObject(topFields("acme.example" as ServerName));
  const schema: JsonObject = JSON.parse(
    JSON.stringify(z.toJSONSchema(fields, { io: "input", override: keepExamples })),
  );
  return { ...schema, title: "chatkeep team", description: "Who belongs to a team, with its spaces, rooms and rules." };
}

/** That schema as text, for the file next to the rosters. */
export function rosterSchemaText(): string {
  return `${JSON.stringify(rosterSchema(), null, 2)}\n`;
}
