import * as z from "zod";
import { isJsonObject, type Json, type JsonObject } from "../kinds/json.ts";
import { definitions } from "./definitions.ts";
import { type IssuedSecret, issuedSecrets } from "./issued-secrets.ts";
import type { StackFileKey } from "./yaml/stack-file-keys.ts";

/** The JSON schema (draft 2020-12) of a whole stack file, from the same table that reads it. */
export function stackFileSchema(issued: readonly IssuedSecret[] = issuedSecrets): JsonObject {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "chatkeep stack",
    description: "The settings of one chatkeep server: a Pulumi stack file.",
    type: "object",
    properties: { config: configSchema(issued), ...pulumiKeys },
    required: ["config"],
    additionalProperties: false,
  };
}

/** That schema as text, for the file next to the stack files. */
export function stackFileSchemaText(): string {
  return `${JSON.stringify(stackFileSchema(), null, 2)}\n`;
}

const pulumiKeys: Readonly<Record<Exclude<StackFileKey, "config">, JsonObject>> = {
  encryptionsalt: { type: "string", description: "The salt of this stack's encryption. Written by Pulumi." },
};

function configSchema(issued: readonly IssuedSecret[]): JsonObject {
  const { properties, required } = plainJson(
    z.toJSONSchema(z.strictObject(definitions), { io: "input", override: keepExamples }),
  );
  return {
    type: "object",
    properties: { ...namespaced(properties), ...namespaced(secretSettings(issued)) },
    patternProperties: { "^pulumi:tags$": {} },
    required: Array.isArray(required) ? required.map((key) => `chatkeep:${key}`) : [],
    additionalProperties: false,
  };
}

/** Of what it transforms, zod leaves out the examples: they might be of the result. Ours are always of what people write. */
export function keepExamples({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (Array.isArray(examples)) jsonSchema.examples = examples;
}

function secretSettings(issued: readonly IssuedSecret[]): JsonObject {
  const masterKey = {
    description:
      "The master key: every secret of this server is derived from it. Written by chatkeep, encrypted by Pulumi.",
  };
  const passwordPepper = {
    description:
      "The password pepper of an earlier master key: without it no password would be right. Written by chatkeep, encrypted by Pulumi.",
  };
  return {
    masterKey,
    passwordPepper,
    ...Object.fromEntries(issued.map(({ key, description }) => [key, { description }])),
  };
}

function namespaced(properties: Json | undefined): JsonObject {
  const entries = isJsonObject(properties) ? Object.entries(properties) : [];
  return Object.fromEntries(entries.map(([key, schema]) => [`chatkeep:${key}`, schema]));
}

/** Only what JSON can hold: zod's result also carries functions. */
function plainJson(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
