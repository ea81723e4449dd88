import { type PostgresVersion, postgresVersions } from "../../kinds/postgres-version.ts";
import { complain, leaf } from "../leaf.ts";
import { oneOf, plainText } from "../wording.ts";

const words = postgresVersions.map(String);

/** A major version of Postgres, as a number or as text. */
export const postgresVersion = leaf<PostgresVersion>({ enum: [...postgresVersions, ...words] }, (value) => {
  const [meant = ""] = plainText(value).trim().split(".");
  const isPlain = typeof value === "number" || typeof value === "string";
  const version = isPlain ? postgresVersions.find((each) => String(each) === String(value).trim()) : undefined;
  if (version !== undefined) return { value: version };
  const write = words.includes(meant) ? `Write \`${meant}\`.` : `Write ${oneOf(words)}.`;
  return complain(oneOf(words), value, write);
});
